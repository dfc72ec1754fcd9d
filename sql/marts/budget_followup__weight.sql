-- grain: one row per fiscal year, unit, cost type and month: the part of a year that is usually over when it ends
-- scope: build
-- key: fiscal_year, unit_id, cost_type, month
-- Kept as numerator and denominator in whole øre, so that what is computed from it is exact.

with

ledger_cell as (

    select * from marts.budget_followup__ledger_cell
    where is_followed_up

),

budget_cell as (

    select * from marts.budget_followup__budget_cell

),

commitment as (

    select * from staging.commitment

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
season as (

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

needed as (

    select
        cost_centre_year.fiscal_year,
        cost_centre_year.unit_id,
        booked.cost_type
    from booked
    inner join cost_centre_year
        on
            booked.cost_centre = cost_centre_year.cost_centre
            and booked.fiscal_year in (cost_centre_year.fiscal_year, cost_centre_year.fiscal_year - 1)

    union

    select
        budget_cell.fiscal_year,
        budget_cell.unit_id,
        account.cost_type
    from budget_cell
    inner join account on budget_cell.account = account.account

    union

    select
        commitment.fiscal_year,
        cost_centre_year.unit_id,
        account.cost_type
    from commitment
    inner join cost_centre_year
        on
            commitment.fiscal_year = cost_centre_year.fiscal_year
            and commitment.cost_centre = cost_centre_year.cost_centre
    inner join account on commitment.account = account.account

),

chosen as (

    select
        needed.fiscal_year,
        needed.unit_id,
        needed.cost_type,
        season.basis,
        season.group_id
    from needed
    inner join unit_year
        on
            needed.fiscal_year = unit_year.fiscal_year
            and needed.unit_id = unit_year.unit_id
    left join season
        on
            needed.fiscal_year = season.fiscal_year
            and needed.cost_type = season.cost_type
            and season.group_id in (needed.unit_id, unit_year.centre_id, 'municipality')
    qualify
        row_number() over (
            partition by needed.fiscal_year, needed.unit_id, needed.cost_type
            order by season.rank
        ) = 1

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

to_date as (

    select
        season.fiscal_year,
        season.basis,
        season.group_id,
        season.cost_type,
        month.month,
        season.amount_dkk,
        sum(coalesce(booked_in_month.amount_dkk, 0)) over (
            partition by season.fiscal_year, season.basis, season.group_id, season.cost_type
            order by month.month
        ) as to_date_dkk
    from season
    cross join month
    left join booked_in_month
        on
            season.fiscal_year = booked_in_month.fiscal_year
            and season.basis = booked_in_month.basis
            and season.group_id = booked_in_month.group_id
            and season.cost_type = booked_in_month.cost_type
            and month.month = booked_in_month.month

),

final as (

    select
        chosen.fiscal_year,
        chosen.unit_id,
        chosen.cost_type,
        month.month,
        coalesce(chosen.basis, 'even') as basis,
        -- The sign stands in the numerator, so that the denominator can be rounded by.
        coalesce(cast(to_date.to_date_dkk * 100 * sign(to_date.amount_dkk) as hugeint), month.month) as numerator,
        coalesce(cast(abs(to_date.amount_dkk) * 100 as hugeint), 12) as denominator
    from chosen
    cross join month
    left join to_date
        on
            chosen.fiscal_year = to_date.fiscal_year
            and chosen.basis = to_date.basis
            and chosen.group_id = to_date.group_id
            and chosen.cost_type = to_date.cost_type
            and month.month = to_date.month

)

select * from final
