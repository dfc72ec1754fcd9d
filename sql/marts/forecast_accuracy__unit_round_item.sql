-- grain: one row per organisation view, fiscal year, round, unit, level of the items, account group or all, and item
-- scope: build
-- key: organisation_view, fiscal_year, round, unit_id, item_level, account_group, item_id
-- An item is what errors are counted by: inside it over and under cancel out, between items they do not.

with

leaf_round as (

    select * from marts.forecast_accuracy__leaf_round

),

follow_up_round as (

    select * from marts.forecast_accuracy__round

),

unit_period as (

    select * from marts.organisation__unit_period

),

-- One organisation a year, so that its rounds are about the same units: the one that its newest period has.
placed as (

    select
        unit_period.organisation_view,
        unit_period.unit_path,
        coalesce(unit_period.centre_id, unit_period.unit_id) as centre_id,
        leaf_round.*
    from leaf_round
    inner join follow_up_round
        on
            leaf_round.fiscal_year = follow_up_round.fiscal_year
            and leaf_round.round = follow_up_round.round
    inner join unit_period
        on
            follow_up_round.fiscal_year = unit_period.fiscal_year
            and follow_up_round.last_period = unit_period.period
            and leaf_round.unit_id = unit_period.unit_id

),

by_level as (

    select
        * exclude (centre_id),
        'account_group' as item_level,
        unit_id || '~' || account_group as item_id
    from placed

    union all

    select
        * exclude (centre_id),
        'unit' as item_level,
        unit_id as item_id
    from placed

    union all

    select
        * exclude (centre_id),
        'centre' as item_level,
        centre_id as item_id
    from placed

),

by_group as (

    select * from by_level

    union all

    select * replace ('all' as account_group)
    from by_level

),

above as (

    select
        * exclude (unit_path, unit_id),
        unnest(unit_path) as unit_id
    from by_group

),

final as (

    select
        organisation_view,
        fiscal_year,
        round,
        unit_id,
        item_level,
        account_group,
        item_id,
        cast(sum(adopted_dkk) as decimal(18, 2)) as adopted_dkk,
        cast(sum(revised_dkk) as decimal(18, 2)) as revised_dkk,
        cast(sum(outturn_dkk) as decimal(18, 2)) as outturn_dkk,
        cast(sum(forecast_dkk) as decimal(18, 2)) as forecast_dkk,
        case when bool_or(has_run_rate) then cast(sum(run_rate_forecast_dkk) as decimal(18, 2)) end
            as run_rate_forecast_dkk,
        cast(sum(statistical_forecast_dkk) as decimal(18, 2)) as statistical_forecast_dkk,
        bool_or(is_forecast_missing) as is_forecast_missing
    from above
    group by all

)

select * from final
