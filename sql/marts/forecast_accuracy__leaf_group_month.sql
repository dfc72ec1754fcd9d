-- grain: one row per fiscal year, unit of that year, account group and month booked in that year or an earlier one
-- scope: build
-- materialise: view
-- The history that a statistical forecast of the year is made of, in the organisation of that year.

with

ledger_cell as (

    select * from marts.budget_followup__ledger_cell
    where is_followed_up

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

account as (

    select * from marts.chart__account

),

final as (

    select
        cost_centre_year.fiscal_year,
        cost_centre_year.unit_id,
        account.account_group,
        -- Closing entries belong to December.
        make_date(ledger_cell.fiscal_year, least(ledger_cell.period, 12), 1) as month_start,
        cast(sum(ledger_cell.amount_dkk) as decimal(18, 2)) as actual_dkk
    from cost_centre_year
    inner join ledger_cell
        on
            cost_centre_year.cost_centre = ledger_cell.cost_centre
            and cost_centre_year.fiscal_year >= ledger_cell.fiscal_year
    inner join account on ledger_cell.account = account.account
    group by all

)

select * from final
