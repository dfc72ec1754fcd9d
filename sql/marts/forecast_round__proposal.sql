-- grain: one row per running or last fiscal year, unit where money lands and account group, as of its newest period
-- scope: unit_today
-- order: fiscal_year, sort_order, unit_id, account_group
-- key: fiscal_year, unit_id, account_group
-- What a forecast of the year begins with: the budget, what is booked, and three proposals. A forecast that was given
-- follows its unit to where it stands today.

with

period as (

    select * from marts.budget_followup__period

),

leaf_group_period as (

    select * from marts.budget_followup__leaf_group_period
    where budget_basis = 'with_carry_over'

),

unit_period as (

    select * from marts.organisation__unit_period

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

round_forecast as (

    select * from marts.budget_followup__round_forecast

),

follow_up_round as (

    select * from marts.forecast_accuracy__round

),

statistical_forecast as (

    select * from staging.statistical_forecast

),

organisation as (

    select * from staging.organisation

),

running as (

    select fiscal_year from period
    where is_latest

),

newest as (

    select
        period.fiscal_year,
        period.period,
        period.is_closed_year,
        case when period.is_posted then period.period else 0 end as booked_period
    from period
    inner join running on running.fiscal_year - 1 <= period.fiscal_year
    qualify row_number() over (partition by period.fiscal_year order by period.is_latest desc, period.period desc) = 1

),

-- The unit that a forecast is given for: a part that lands on a unit above others is that unit's.
given_for as (

    select
        fiscal_year,
        unit_id,
        any_value(own_part_of) as own_part_of
    from cost_centre_year
    group by fiscal_year, unit_id

),

last_forecast as (

    select
        round_forecast.*,
        follow_up_round.round_date
    from round_forecast
    inner join follow_up_round
        on
            round_forecast.fiscal_year = follow_up_round.fiscal_year
            and round_forecast.round = follow_up_round.round
    qualify
        row_number() over (
            partition by round_forecast.fiscal_year, round_forecast.unit_id, round_forecast.account_group
            order by follow_up_round.round_number desc
        ) = 1

),

-- A frozen forecast that was delivered twice counts as it first stood.
statistical as (

    select *
    from statistical_forecast
    qualify
        row_number() over (
            partition by fiscal_year, unit_id, account_group
            order by round_date desc, round asc, delivery_id asc, file asc, line asc
        ) = 1

),

-- The newest move: the last day of the month in which the unit was first seen below another centre than before.
stood as (

    select
        unit_period.fiscal_year,
        unit_period.unit_id,
        unit_period.centre_id,
        period.last_day,
        lag(unit_period.centre_id) over one_unit as former_centre_id,
        lag(unit_period.centre_name) over one_unit as former_centre_name
    from unit_period
    inner join period
        on
            unit_period.fiscal_year = period.fiscal_year
            and unit_period.period = period.period
    where unit_period.organisation_view = 'then'
    window
        one_unit as (partition by unit_period.fiscal_year, unit_period.unit_id order by unit_period.period)

),

moved as (

    select
        fiscal_year,
        unit_id,
        max(last_day) as moved_by,
        max_by(former_centre_name, last_day) as former_centre_name
    from stood
    where centre_id <> former_centre_id
    group by fiscal_year, unit_id

),

closed as (

    select
        unit_id,
        max(valid_to) as closed_on
    from organisation
    group by unit_id
    having max(valid_to) < date '9999-12-31'

),

final as (

    select
        leaf_group_period.fiscal_year,
        newest.booked_period as period,
        newest.is_closed_year,
        leaf_group_period.unit_id,
        unit_period.unit_name,
        unit_period.unit_kind,
        unit_period.centre_id,
        unit_period.centre_name,
        unit_period.unit_path,
        unit_period.sort_order,
        -- Nobody answers for money that lands on a place that is not known.
        case
            when leaf_group_period.unit_id <> 'unknown'
                then coalesce(given_for.own_part_of, leaf_group_period.unit_id)
        end as given_for_unit_id,
        leaf_group_period.account_group,
        cast(leaf_group_period.revised_dkk as decimal(18, 2)) as revised_dkk,
        cast(leaf_group_period.actual_dkk as decimal(18, 2)) as actual_dkk,
        case
            when leaf_group_period.has_run_rate
                then cast(leaf_group_period.run_rate_forecast_dkk as decimal(18, 2))
        end as run_rate_forecast_dkk,
        cast(statistical.amount_dkk as decimal(18, 2)) as statistical_forecast_dkk,
        statistical.data_until as statistical_data_until,
        cast(last_forecast.forecast_dkk as decimal(18, 2)) as last_forecast_dkk,
        last_forecast.round as last_round,
        last_forecast.round_date as last_round_date,
        moved.moved_by,
        moved.former_centre_name,
        closed.closed_on
    from leaf_group_period
    inner join newest
        on
            leaf_group_period.fiscal_year = newest.fiscal_year
            and leaf_group_period.period = newest.period
    inner join unit_period
        on
            leaf_group_period.fiscal_year = unit_period.fiscal_year
            and leaf_group_period.period = unit_period.period
            and leaf_group_period.unit_id = unit_period.unit_id
            and unit_period.organisation_view = 'today'
    left join given_for
        on
            leaf_group_period.fiscal_year = given_for.fiscal_year
            and leaf_group_period.unit_id = given_for.unit_id
    left join last_forecast
        on
            leaf_group_period.fiscal_year = last_forecast.fiscal_year
            and leaf_group_period.unit_id = last_forecast.unit_id
            and leaf_group_period.account_group = last_forecast.account_group
    left join statistical
        on
            leaf_group_period.fiscal_year = statistical.fiscal_year
            and leaf_group_period.unit_id = statistical.unit_id
            and leaf_group_period.account_group = statistical.account_group
    left join moved
        on
            leaf_group_period.fiscal_year = moved.fiscal_year
            and leaf_group_period.unit_id = moved.unit_id
    left join closed on coalesce(given_for.own_part_of, leaf_group_period.unit_id) = closed.unit_id

)

select * from final
