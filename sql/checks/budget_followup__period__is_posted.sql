-- severity: warning
-- sentence: A month before the newest one has no postings at all.

with

period as (

    select * from marts.budget_followup__period

),

ledger_cell as (

    select * from marts.budget_followup__ledger_cell
    where is_followed_up

),

posted as (

    select distinct
        fiscal_year,
        period
    from ledger_cell

),

latest as (

    select
        fiscal_year,
        period
    from period
    where is_latest

),

final as (

    select
        period.fiscal_year,
        period.period
    from period
    inner join latest on (period.fiscal_year, period.period) <= (latest.fiscal_year, latest.period)
    left join posted
        on
            period.fiscal_year = posted.fiscal_year
            and period.period = posted.period
    where posted.period is null

)

select * from final
