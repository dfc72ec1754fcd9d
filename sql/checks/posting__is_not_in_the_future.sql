-- severity: error
-- sentence: Postings belong to a month that has not begun yet.

with

posting as (

    select * from staging.posting

),

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

setting as (

    select * from staging.setting

),

-- Closing entries belong to December.
future as (

    select distinct
        ledger_cell.fiscal_year,
        ledger_cell.period
    from ledger_cell
    cross join setting
    where make_date(ledger_cell.fiscal_year, cast(least(ledger_cell.period, 12) as integer), 1) > setting.built_on

),

final as (

    select
        posting.file,
        posting.line,
        posting.fiscal_year,
        posting.period,
        posting.posting_date,
        posting.amount_dkk
    from posting
    inner join future
        on
            posting.fiscal_year = future.fiscal_year
            and posting.period = future.period

)

select * from final
