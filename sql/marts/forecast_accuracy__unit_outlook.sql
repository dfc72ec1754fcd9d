-- grain: one row per organisation view, unit and account group or all that the open round has a forecast of
-- scope: unit_period
-- order: organisation_view, account_group, sort_order
-- key: organisation_view, fiscal_year, unit_id, account_group
-- What the unit's own errors in the same round of earlier years say about the forecast of this year.

with

item as (

    select * from marts.forecast_accuracy__unit_round_item
    where item_level = 'unit'

),

follow_up_round as (

    select * from marts.forecast_accuracy__round

),

unit_period as (

    select * from marts.organisation__unit_period

),

setting as (

    select * from staging.forecast_setting

),

unit_round as (

    select
        organisation_view,
        fiscal_year,
        round,
        unit_id,
        account_group,
        sum(forecast_dkk) as forecast_dkk,
        sum(outturn_dkk) as outturn_dkk,
        sum(revised_dkk) as revised_dkk,
        case when bool_or(run_rate_forecast_dkk is not null) then sum(coalesce(run_rate_forecast_dkk, revised_dkk)) end
            as run_rate_forecast_dkk,
        sum(statistical_forecast_dkk) as statistical_forecast_dkk
    from item
    group by all

),

open_round as (

    select * from follow_up_round
    where is_open

),

-- The same round of a closed year is the one of the same name, else the one with the same number in its year.
same_round as (

    select
        closed.fiscal_year,
        closed.round
    from open_round
    inner join follow_up_round as closed
        on
            closed.is_closed_year
            and (open_round.round = closed.round or open_round.round_number = closed.round_number)
    qualify row_number() over (partition by closed.fiscal_year order by open_round.round = closed.round desc) = 1

),

error as (

    select
        unit_round.organisation_view,
        unit_round.unit_id,
        unit_round.account_group,
        unit_round.fiscal_year,
        unit_round.outturn_dkk,
        unit_round.forecast_dkk - unit_round.outturn_dkk as error_dkk,
        (unit_round.forecast_dkk - unit_round.outturn_dkk) / nullif(unit_round.outturn_dkk, 0) as error_share
    from same_round
    inner join unit_round
        on
            same_round.fiscal_year = unit_round.fiscal_year
            and same_round.round = unit_round.round

),

newest_error as (

    select *
    from error
    qualify row_number() over (partition by organisation_view, unit_id, account_group order by fiscal_year desc) <= 3

),

habit as (

    select
        organisation_view,
        unit_id,
        account_group,
        cast(count(*) as integer) as bias_year_count,
        sum(error_dkk) / nullif(sum(abs(outturn_dkk)), 0) as recent_bias_share
    from newest_error
    group by all

),

spread as (

    select
        organisation_view,
        unit_id,
        account_group,
        cast(count(error_share) as integer) as history_year_count,
        -- An outturn is the forecast less the error: outturn = forecast / (1 + error / outturn).
        quantile_cont(error_share, 0.1) as low_error_share,
        quantile_cont(error_share, 0.9) as high_error_share
    from error
    group by all

),

compared as (

    select
        unit_round.organisation_view,
        unit_round.unit_id,
        unit_round.account_group,
        cast(count(*) as integer) as compared_round_count,
        cast(
            count(*) filter (
                where
                abs(unit_round.forecast_dkk - unit_round.outturn_dkk)
                < abs(unit_round.statistical_forecast_dkk - unit_round.outturn_dkk)
            )
            as integer
        ) as nearer_round_count
    from unit_round
    where unit_round.outturn_dkk is not null and unit_round.statistical_forecast_dkk is not null
    group by all

),

banded as (

    select
        unit_round.*,
        open_round.round_number,
        open_round.round_date,
        open_round.last_period as period,
        open_round.statistical_method,
        open_round.is_backtest,
        coalesce(habit.bias_year_count, 0) as bias_year_count,
        habit.recent_bias_share,
        coalesce(spread.history_year_count, 0) as history_year_count,
        case
            when
                spread.history_year_count >= setting.band_minimum_years
                and spread.low_error_share > -0.5
                then round(cast(unit_round.forecast_dkk as double) / (1 + spread.high_error_share), 2)
        end as from_high_error,
        case
            when
                spread.history_year_count >= setting.band_minimum_years
                and spread.low_error_share > -0.5
                then round(cast(unit_round.forecast_dkk as double) / (1 + spread.low_error_share), 2)
        end as from_low_error,
        coalesce(compared.compared_round_count, 0) as compared_round_count,
        coalesce(compared.nearer_round_count, 0) as nearer_round_count
    from unit_round
    inner join open_round
        on
            unit_round.fiscal_year = open_round.fiscal_year
            and unit_round.round = open_round.round
    cross join setting
    left join habit
        on
            unit_round.organisation_view = habit.organisation_view
            and unit_round.unit_id = habit.unit_id
            and unit_round.account_group = habit.account_group
    left join spread
        on
            unit_round.organisation_view = spread.organisation_view
            and unit_round.unit_id = spread.unit_id
            and unit_round.account_group = spread.account_group
    left join compared
        on
            unit_round.organisation_view = compared.organisation_view
            and unit_round.unit_id = compared.unit_id
            and unit_round.account_group = compared.account_group

),

final as (

    select
        banded.organisation_view,
        banded.fiscal_year,
        banded.period,
        banded.round,
        banded.round_number,
        banded.round_date,
        banded.unit_id,
        unit_period.unit_name,
        unit_period.unit_kind,
        unit_period.parent_unit_id,
        unit_period.level,
        unit_period.sort_order,
        unit_period.is_leaf,
        banded.account_group,
        cast(banded.forecast_dkk as decimal(18, 2)) as forecast_dkk,
        cast(banded.revised_dkk as decimal(18, 2)) as revised_dkk,
        cast(banded.forecast_dkk - banded.revised_dkk as decimal(18, 2)) as forecast_variance_dkk,
        cast(banded.run_rate_forecast_dkk as decimal(18, 2)) as run_rate_forecast_dkk,
        cast(banded.statistical_forecast_dkk as decimal(18, 2)) as statistical_forecast_dkk,
        banded.statistical_method,
        banded.is_backtest,
        banded.bias_year_count,
        banded.recent_bias_share,
        banded.history_year_count,
        cast(least(banded.from_high_error, banded.from_low_error) as decimal(18, 2)) as band_low_dkk,
        cast(greatest(banded.from_high_error, banded.from_low_error) as decimal(18, 2)) as band_high_dkk,
        cast(
            least(banded.from_high_error, banded.from_low_error) - cast(banded.revised_dkk as double) as decimal(18, 2)
        ) as band_low_variance_dkk,
        cast(
            greatest(banded.from_high_error, banded.from_low_error) - cast(banded.revised_dkk as double)
            as decimal(18, 2)
        ) as band_high_variance_dkk,
        banded.compared_round_count,
        banded.nearer_round_count
    from banded
    inner join unit_period
        on
            banded.organisation_view = unit_period.organisation_view
            and banded.fiscal_year = unit_period.fiscal_year
            and banded.period = unit_period.period
            and banded.unit_id = unit_period.unit_id
    where banded.forecast_dkk <> 0 or banded.revised_dkk <> 0

)

select * from final
