-- severity: error
-- sentence: A unit's forecast, outturn or error differs between the levels of its items, or from its parts.

with

unit_round as (

    select * from marts.forecast_accuracy__unit_round

),

parts as (

    select
        organisation_view,
        fiscal_year,
        round,
        parent_unit_id as unit_id,
        item_level,
        account_group,
        sum(forecast_dkk) as forecast_dkk,
        sum(outturn_dkk) as outturn_dkk,
        sum(error_dkk) as error_dkk
    from unit_round
    where parent_unit_id is not null
    group by all

),

by_level as (

    select
        organisation_view,
        fiscal_year,
        round,
        unit_id,
        account_group,
        forecast_dkk,
        outturn_dkk,
        error_dkk
    from unit_round
    where item_level = 'unit'

),

final as (

    select
        unit_round.organisation_view,
        unit_round.fiscal_year,
        unit_round.round,
        unit_round.unit_id,
        unit_round.item_level,
        unit_round.account_group,
        unit_round.error_dkk,
        by_level.error_dkk as unit_level_error_dkk,
        parts.error_dkk as parts_error_dkk
    from unit_round
    left join by_level
        on
            unit_round.organisation_view = by_level.organisation_view
            and unit_round.fiscal_year = by_level.fiscal_year
            and unit_round.round = by_level.round
            and unit_round.unit_id = by_level.unit_id
            and unit_round.account_group = by_level.account_group
    left join parts
        on
            unit_round.organisation_view = parts.organisation_view
            and unit_round.fiscal_year = parts.fiscal_year
            and unit_round.round = parts.round
            and unit_round.unit_id = parts.unit_id
            and unit_round.item_level = parts.item_level
            and unit_round.account_group = parts.account_group
    where
        coalesce(by_level.error_dkk, 0) <> unit_round.error_dkk
        or coalesce(by_level.outturn_dkk, 0) <> unit_round.outturn_dkk
        or coalesce(by_level.forecast_dkk, 0) <> unit_round.forecast_dkk
        or parts.error_dkk <> unit_round.error_dkk
        or parts.outturn_dkk <> unit_round.outturn_dkk
        or parts.forecast_dkk <> unit_round.forecast_dkk
        or unit_round.error_dkk <> unit_round.forecast_dkk - unit_round.outturn_dkk
        or abs(unit_round.error_dkk) > unit_round.absolute_error_dkk

)

select * from final
