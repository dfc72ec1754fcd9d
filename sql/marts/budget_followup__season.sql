-- grain: one row per fiscal year, group of units, cost type and month: how a year usually goes
-- scope: build
-- key: fiscal_year, basis, group_id, cost_type, month
-- A group is a unit, a centre or the municipality. Only groups with history enough to tell a season are here.

with

ledger_cell as (

    select * from marts.budget_followup__ledger_cell
    where is_followed_up

),

period as (

    select * from marts.budget_followup__period

),

fiscal_year as (

    select * from marts.budget_followup__year
    where fiscal_year in (select period.fiscal_year from period)

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

unit_day as (

    select * from marts.organisation__unit_day

),

organisation as (

    select * from staging.organisation

),

account as (

    select * from marts.chart__account

),

complete_year as (

    select fiscal_year
    from ledger_cell
    group by fiscal_year
    having count(distinct least(period, 12)) = 12

),

-- Up to three complete years before each year.
history_year as (

    select
        fiscal_year.fiscal_year,
        complete_year.fiscal_year as history_year
    from fiscal_year
    inner join complete_year on fiscal_year.fiscal_year > complete_year.fiscal_year
    qualify
        row_number() over (
            partition by fiscal_year.fiscal_year
            order by complete_year.fiscal_year desc
        ) <= 3

),

-- Closing entries belong to December.
booked as (

    select
        ledger_cell.fiscal_year,
        ledger_cell.cost_centre,
        account.cost_type,
        least(ledger_cell.period, 12) as month,
        sum(ledger_cell.amount_dkk) as amount_dkk
    from ledger_cell
    inner join account on ledger_cell.account = account.account
    group by all

),

unit_start as (

    select
        unit_id,
        min(valid_from) as first_day
    from organisation
    group by unit_id

),

unit_year as (

    select
        fiscal_year.fiscal_year,
        unit_day.unit_id,
        unit_day.centre_id,
        coalesce(unit_start.first_day, date '0001-01-01') as first_day
    from fiscal_year
    inner join unit_day on fiscal_year.reference_day = unit_day.day
    left join unit_start on replace(unit_day.unit_id, '-own', '') = unit_start.unit_id

),

history as (

    select
        history_year.fiscal_year,
        cost_centre_year.unit_id,
        unit_year.centre_id,
        booked.cost_type,
        -- A unit that opened during a year has only a part of it.
        unit_year.first_day <= make_date(history_year.history_year, 1, 1) as is_whole_for_unit,
        history_year.history_year * 12 + booked.month as year_month,
        booked.month,
        sum(booked.amount_dkk) as amount_dkk
    from history_year
    inner join booked on history_year.history_year = booked.fiscal_year
    inner join cost_centre_year
        on
            history_year.fiscal_year = cost_centre_year.fiscal_year
            and booked.cost_centre = cost_centre_year.cost_centre
    inner join unit_year
        on
            cost_centre_year.fiscal_year = unit_year.fiscal_year
            and cost_centre_year.unit_id = unit_year.unit_id
    group by all

),

history_by_level as (

    select
        1 as rank,
        'unit' as basis,
        unit_id as group_id,
        *
    from history
    where is_whole_for_unit

    union all

    select
        2 as rank,
        'centre' as basis,
        centre_id as group_id,
        *
    from history
    where centre_id is not null

    union all

    select
        3 as rank,
        'municipality' as basis,
        'municipality' as group_id,
        *
    from history

),

-- A season needs a year of months and money enough to be told from chance.
total as (

    select
        fiscal_year,
        rank,
        basis,
        group_id,
        cost_type,
        sum(amount_dkk) as amount_dkk
    from history_by_level
    group by all
    having count(distinct year_month) >= 12 and abs(sum(amount_dkk)) >= 10000

),

month as (

    select cast(unnest(range(1, 13)) as integer) as month

),

booked_in_month as (

    select
        fiscal_year,
        basis,
        group_id,
        cost_type,
        month,
        sum(amount_dkk) as amount_dkk
    from history_by_level
    group by all

),

final as (

    select
        total.fiscal_year,
        total.rank,
        total.basis,
        total.group_id,
        total.cost_type,
        month.month,
        total.amount_dkk as year_dkk,
        sum(coalesce(booked_in_month.amount_dkk, 0)) over (
            partition by total.fiscal_year, total.basis, total.group_id, total.cost_type
            order by month.month
        ) as to_date_dkk
    from total
    cross join month
    left join booked_in_month
        on
            total.fiscal_year = booked_in_month.fiscal_year
            and total.basis = booked_in_month.basis
            and total.group_id = booked_in_month.group_id
            and total.cost_type = booked_in_month.cost_type
            and month.month = booked_in_month.month

)

select * from final
