-- grain: one row per organisation view, closed fiscal year, round, unit, level of the items and account group or all
-- scope: unit_period
-- order: organisation_view, fiscal_year, round_number, item_level, account_group, sort_order
-- key: organisation_view, fiscal_year, round, unit_id, item_level, account_group

with

item as (

    select * from marts.forecast_accuracy__unit_round_item

),

follow_up_round as (

    select * from marts.forecast_accuracy__round

),

unit_period as (

    select * from marts.organisation__unit_period

),

-- The items of a unit that are anything at all, with each forecaster's error.
erring as (

    select
        *,
        forecast_dkk - outturn_dkk as error_dkk,
        revised_dkk - outturn_dkk as revised_error_dkk,
        coalesce(run_rate_forecast_dkk, revised_dkk) - outturn_dkk as run_rate_error_dkk,
        statistical_forecast_dkk - outturn_dkk as statistical_error_dkk
    from item
    where outturn_dkk is not null and (forecast_dkk <> 0 or outturn_dkk <> 0 or revised_dkk <> 0)

),

summed as (

    select
        organisation_view,
        fiscal_year,
        round,
        unit_id,
        item_level,
        account_group,
        count(*) as item_count,
        sum(forecast_dkk) as forecast_dkk,
        sum(outturn_dkk) as outturn_dkk,
        sum(revised_dkk) as revised_dkk,
        case when bool_or(run_rate_forecast_dkk is not null) then sum(coalesce(run_rate_forecast_dkk, revised_dkk)) end
            as run_rate_forecast_dkk,
        sum(statistical_forecast_dkk) as statistical_forecast_dkk,
        sum(abs(outturn_dkk)) as absolute_outturn_dkk,
        sum(error_dkk) as error_dkk,
        sum(abs(error_dkk)) as absolute_error_dkk,
        sum(abs(revised_error_dkk)) as revised_absolute_error_dkk,
        case when bool_or(run_rate_forecast_dkk is not null) then sum(abs(run_rate_error_dkk)) end
            as run_rate_absolute_error_dkk,
        sum(abs(statistical_error_dkk)) as statistical_absolute_error_dkk,
        count(statistical_error_dkk) as compared_item_count,
        count(*) filter (where abs(error_dkk) < abs(statistical_error_dkk)) as nearer_item_count
    from erring
    group by all

),

shared as (

    select
        *,
        absolute_error_dkk / nullif(absolute_outturn_dkk, 0) as wape_share
    from summed

),

missing as (

    select
        organisation_view,
        fiscal_year,
        round,
        unit_id,
        account_group,
        count(*) as unit_count
    from item
    where item_level = 'unit' and is_forecast_missing
    group by all

),

numbered as (

    select
        shared.*,
        follow_up_round.round_number,
        follow_up_round.round_date,
        follow_up_round.last_period as period,
        lag(shared.wape_share) over year_round as previous_wape_share,
        first_value(shared.wape_share) over year_round as first_wape_share,
        last_value(shared.wape_share) over whole_year as last_wape_share,
        count(*) over whole_year as round_count
    from shared
    inner join follow_up_round
        on
            shared.fiscal_year = follow_up_round.fiscal_year
            and shared.round = follow_up_round.round
    window
        year_round as (
            partition by
                shared.organisation_view, shared.fiscal_year, shared.unit_id, shared.item_level,
                shared.account_group
            order by follow_up_round.round_number
        ),
        whole_year as (
            partition by
                shared.organisation_view, shared.fiscal_year, shared.unit_id, shared.item_level,
                shared.account_group
            order by follow_up_round.round_number
            rows between unbounded preceding and unbounded following
        )

),

converging as (

    select
        *,
        bool_or(coalesce(wape_share > previous_wape_share, false)) over (
            partition by organisation_view, fiscal_year, unit_id, item_level, account_group
        ) as rises_once
    from numbered

),

final as (

    select
        converging.organisation_view,
        converging.fiscal_year,
        converging.period,
        converging.round,
        converging.round_number,
        converging.round_date,
        converging.unit_id,
        unit_period.unit_name,
        unit_period.unit_kind,
        unit_period.parent_unit_id,
        unit_period.level,
        unit_period.sort_order,
        unit_period.is_leaf,
        converging.item_level,
        converging.account_group,
        cast(converging.item_count as integer) as item_count,
        cast(coalesce(missing.unit_count, 0) as integer) as forecast_missing_unit_count,
        cast(converging.forecast_dkk as decimal(18, 2)) as forecast_dkk,
        cast(converging.outturn_dkk as decimal(18, 2)) as outturn_dkk,
        cast(converging.revised_dkk as decimal(18, 2)) as revised_dkk,
        cast(converging.run_rate_forecast_dkk as decimal(18, 2)) as run_rate_forecast_dkk,
        cast(converging.statistical_forecast_dkk as decimal(18, 2)) as statistical_forecast_dkk,
        cast(converging.error_dkk as decimal(18, 2)) as error_dkk,
        cast(converging.absolute_error_dkk as decimal(18, 2)) as absolute_error_dkk,
        cast(converging.absolute_outturn_dkk as decimal(18, 2)) as absolute_outturn_dkk,
        -- An error of nothing is 0, not minus 0.
        converging.error_dkk / nullif(converging.outturn_dkk, 0) + 0.0 as error_share,
        converging.wape_share,
        case when converging.wape_share is not null then greatest(1 - converging.wape_share, 0) end as precision_share,
        converging.error_dkk / nullif(converging.absolute_outturn_dkk, 0) as bias_share,
        1 - converging.absolute_error_dkk / nullif(converging.revised_absolute_error_dkk, 0) as skill_share,
        1 - converging.absolute_error_dkk / nullif(converging.run_rate_absolute_error_dkk, 0) as run_rate_skill_share,
        1 - converging.absolute_error_dkk / nullif(converging.statistical_absolute_error_dkk, 0)
            as statistical_skill_share,
        converging.statistical_absolute_error_dkk / nullif(converging.absolute_outturn_dkk, 0)
            as statistical_wape_share,
        cast(converging.nearer_item_count as integer) as nearer_item_count,
        cast(converging.compared_item_count as integer) as compared_item_count,
        converging.previous_wape_share,
        case
            when converging.round_count < 2 or converging.last_wape_share is null then null
            when converging.last_wape_share >= converging.first_wape_share then 'does_not_fall'
            when converging.rises_once then 'wavers'
            else 'falls'
        end as convergence
    from converging
    inner join unit_period
        on
            converging.organisation_view = unit_period.organisation_view
            and converging.fiscal_year = unit_period.fiscal_year
            and converging.period = unit_period.period
            and converging.unit_id = unit_period.unit_id
    left join missing
        on
            converging.organisation_view = missing.organisation_view
            and converging.fiscal_year = missing.fiscal_year
            and converging.round = missing.round
            and converging.unit_id = missing.unit_id
            and converging.account_group = missing.account_group

)

select * from final
