-- grain: one row per month and unit with wages in the ledger at or below it, as the organisation was in that month
-- scope: build
-- key: day, unit_id

with

ledger_cell as (

    select * from marts.budget_followup__ledger_cell
    where is_followed_up

),

account as (

    select * from marts.chart__account

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

month_known as (

    select * from marts.staff__month

),

unit_day as (

    select * from marts.organisation__unit_day

),

unit as (

    select * from marts.staff__unit

),

landed as (

    select
        month_known.day,
        -- A month that was told keeps its organisation; what is on no unit of staff has the ledger's own path.
        coalesce(unit.unit_path, unit_day.unit_path) as unit_path,
        sum(ledger_cell.amount_dkk) as wage_dkk
    from ledger_cell
    inner join account on ledger_cell.account = account.account
    -- Closing entries are the last month's.
    inner join month_known
        on
            ledger_cell.fiscal_year = month_known.fiscal_year
            and least(ledger_cell.period, 12) = month_known.period
    inner join cost_centre_year
        on
            ledger_cell.fiscal_year = cost_centre_year.fiscal_year
            and ledger_cell.cost_centre = cost_centre_year.cost_centre
    inner join unit_day
        on
            month_known.day = unit_day.day
            and cost_centre_year.unit_id = unit_day.unit_id
    left join unit
        on
            month_known.day = unit.day
            and cost_centre_year.unit_id = unit.unit_id
    where account.cost_type = '1'
    group by all

),

below as (

    select
        day,
        unnest(unit_path) as unit_id,
        wage_dkk
    from landed

),

final as (

    select
        day,
        unit_id,
        cast(sum(wage_dkk) as decimal(18, 2)) as wage_dkk
    from below
    group by day, unit_id

)

select * from final
