-- severity: warning
-- sentence: Capital postings have no WBS element; they count in no project.

with

ledger_posting as (

    select * from marts.capital_projects__ledger_posting

),

final as (

    select
        fiscal_year,
        cost_centre,
        account,
        count(*) as posting_count,
        sum(amount_dkk) as amount_dkk
    from ledger_posting
    where wbs_element is null
    group by fiscal_year, cost_centre, account

)

select * from final
