-- grain: one row per fiscal year and unit of today's organisation with projects of that year at or below it
-- scope: unit_today
-- order: fiscal_year, sort_order
-- primary key: fiscal_year, unit_id

with

unit_sum as (

    select * from marts.capital_carry_overs__unit_sum

),

unit as (

    select * from marts.capital_carry_overs__unit

),

final as (

    select
        unit_sum.fiscal_year,
        unit_sum.is_closed_year,
        unit_sum.is_newest_year,
        unit_sum.unit_id,
        unit.unit_name,
        unit.unit_kind,
        unit.parent_unit_id,
        unit.centre_id,
        unit.level,
        unit.is_leaf,
        unit.unit_path,
        unit.sort_order,
        unit_sum.project_count,
        unit_sum.carried_project_count,
        unit_sum.overspend_carried_project_count,
        unit_sum.repeater_count,
        unit_sum.chain_open_count,
        unit_sum.forecast_missing_project_count,
        cast(unit_sum.adopted_allotment_dkk as decimal(18, 2)) as adopted_allotment_dkk,
        cast(unit_sum.carried_in_dkk as decimal(18, 2)) as carried_in_dkk,
        cast(unit_sum.supplementary_dkk as decimal(18, 2)) as supplementary_dkk,
        cast(unit_sum.virement_dkk as decimal(18, 2)) as virement_dkk,
        cast(unit_sum.price_adjustment_dkk as decimal(18, 2)) as price_adjustment_dkk,
        cast(unit_sum.rephased_dkk as decimal(18, 2)) as rephased_dkk,
        cast(unit_sum.revised_allotment_dkk as decimal(18, 2)) as revised_allotment_dkk,
        cast(unit_sum.actual_dkk as decimal(18, 2)) as actual_dkk,
        cast(unit_sum.forecast_dkk as decimal(18, 2)) as forecast_dkk,
        cast(unit_sum.carried_out_dkk as decimal(18, 2)) as carried_out_dkk,
        cast(unit_sum.carried_out_gross_dkk as decimal(18, 2)) as carried_out_gross_dkk,
        cast(unit_sum.carried_out_requested_dkk as decimal(18, 2)) as carried_out_requested_dkk,
        cast(unit_sum.carried_out_decided_dkk as decimal(18, 2)) as carried_out_decided_dkk,
        cast(unit_sum.revised_allotment_dkk - unit_sum.actual_dkk as decimal(18, 2)) as unused_dkk,
        cast(
            case
                when unit_sum.is_closed_year
                    then unit_sum.revised_allotment_dkk - unit_sum.actual_dkk - unit_sum.carried_out_dkk
            end
            as decimal(18, 2)
        ) as lapsed_dkk,
        cast(unit_sum.carried_out_age_1_dkk as decimal(18, 2)) as carried_out_age_1_dkk,
        cast(unit_sum.carried_out_age_2_dkk as decimal(18, 2)) as carried_out_age_2_dkk,
        cast(unit_sum.carried_out_age_3_dkk as decimal(18, 2)) as carried_out_age_3_dkk,
        -- Nothing of a negative amount is 0, not minus 0.
        unit_sum.carried_out_dkk / nullif(unit_sum.revised_allotment_dkk, 0) + 0.0 as carry_over_rate_share,
        unit_sum.carried_out_gross_dkk / nullif(unit_sum.revised_allotment_gross_dkk, 0)
            as carry_over_gross_rate_share,
        (unit_sum.revised_allotment_dkk - unit_sum.adopted_allotment_dkk)
        / nullif(unit_sum.adopted_allotment_dkk, 0) + 0.0 as supplementary_level_share,
        unit_sum.change_gross_dkk / nullif(unit_sum.adopted_allotment_gross_dkk, 0)
            as supplementary_level_gross_share,
        unit_sum.carried_in_dkk / nullif(unit_sum.adopted_allotment_dkk, 0) + 0.0 as carried_in_level_share,
        unit_sum.supplementary_dkk / nullif(unit_sum.adopted_allotment_dkk, 0) + 0.0 as new_money_level_share,
        unit_sum.virement_dkk / nullif(unit_sum.adopted_allotment_dkk, 0) + 0.0 as virement_level_share,
        unit_sum.price_adjustment_dkk / nullif(unit_sum.adopted_allotment_dkk, 0) + 0.0
            as price_adjustment_level_share,
        unit_sum.rephased_dkk / nullif(unit_sum.adopted_allotment_dkk, 0) + 0.0 as rephased_level_share,
        case
            when unit_sum.adopted_allotment_gross_dkk <> 0 and unit_sum.phasing_deviation_dkk is not null
                then greatest(1 - unit_sum.phasing_deviation_dkk / unit_sum.adopted_allotment_gross_dkk, 0)
        end as phasing_precision_share,
        case
            when unit_sum.adopted_allotment_dkk <> 0 and unit_sum.ending_dkk is not null
                then greatest(
                    1
                    - abs(unit_sum.ending_dkk - unit_sum.adopted_allotment_dkk) / abs(unit_sum.adopted_allotment_dkk),
                    0
                )
        end as phasing_precision_net_share,
        unit_sum.actual_dkk / nullif(unit_sum.adopted_allotment_dkk, 0) + 0.0 as spent_of_adopted_share,
        unit_sum.actual_dkk / nullif(unit_sum.revised_allotment_dkk, 0) + 0.0 as spent_of_revised_share,
        (unit_sum.revised_allotment_dkk - unit_sum.actual_dkk)
        / nullif(unit_sum.revised_allotment_dkk, 0) + 0.0 as unused_share
    from unit_sum
    inner join unit on unit_sum.unit_id = unit.unit_id

)

select * from final
