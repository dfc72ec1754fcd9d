-- severity: error
-- sentence: Some accepted postings cannot be found under any unit.

with

posting as (

    select * from marts.budget_followup__posting

),

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

listed as (

    select
        fiscal_year,
        count(*) as posting_count,
        sum(amount_dkk) as amount_dkk
    from posting
    group by fiscal_year

),

booked as (

    select
        fiscal_year,
        sum(posting_count) as posting_count,
        sum(amount_dkk) as amount_dkk
    from ledger_cell
    group by fiscal_year

),

final as (

    select
        booked.fiscal_year,
        booked.posting_count as booked_count,
        listed.posting_count as listed_count,
        booked.amount_dkk as booked_dkk,
        listed.amount_dkk as listed_dkk
    from booked
    left join listed on booked.fiscal_year = listed.fiscal_year
    where
        booked.posting_count is distinct from listed.posting_count
        or booked.amount_dkk is distinct from listed.amount_dkk

)

select * from final
