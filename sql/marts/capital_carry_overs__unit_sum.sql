-- grain: one row per fiscal year and unit with projects of that year at or below it: sums of their money
-- scope: build
-- key: fiscal_year, unit_id

with

project_year as (

    select * from marts.capital_projects__project_year

),

project_chain as (

    select * from marts.capital_carry_overs__project_chain

),

unit as (

    select * from marts.capital_carry_overs__unit

),

chained as (

    select
        project_year.*,
        project_chain.link_state in ('open', 'missing_next') as is_chain_open,
        -- What the year ends at: a project without a forecast is expected to keep its allotment.
        case
            when project_year.is_closed_year then project_year.actual_dkk
            else coalesce(project_year.forecast_dkk, project_year.revised_allotment_dkk)
        end as ending_dkk
    from project_year
    left join project_chain
        on
            project_year.project_id = project_chain.project_id
            and project_year.fiscal_year = project_chain.fiscal_year

),

below as (

    select
        chained.* exclude (unit_id),
        unnest(unit.unit_path) as unit_id
    from chained
    inner join unit on chained.unit_id = unit.of_unit_id

),

final as (

    select
        fiscal_year,
        unit_id,
        bool_and(is_closed_year) as is_closed_year,
        bool_and(is_newest_year) as is_newest_year,
        count(*) as project_count,
        count(*) filter (where carried_out_dkk > 0) as carried_project_count,
        count(*) filter (where carried_out_dkk < 0) as overspend_carried_project_count,
        count(*) filter (where repeat_carry_over_years >= 2) as repeater_count,
        count(*) filter (where is_chain_open) as chain_open_count,
        count(*) filter (where forecast_dkk is null) as forecast_missing_project_count,
        sum(adopted_allotment_dkk) as adopted_allotment_dkk,
        sum(abs(adopted_allotment_dkk)) as adopted_allotment_gross_dkk,
        sum(carried_in_dkk) as carried_in_dkk,
        sum(supplementary_dkk) as supplementary_dkk,
        sum(virement_dkk) as virement_dkk,
        sum(price_adjustment_dkk) as price_adjustment_dkk,
        sum(rephased_dkk) as rephased_dkk,
        sum(
            abs(carried_in_dkk)
            + abs(supplementary_dkk)
            + abs(virement_dkk)
            + abs(price_adjustment_dkk)
            + abs(rephased_dkk)
        ) as change_gross_dkk,
        sum(revised_allotment_dkk) as revised_allotment_dkk,
        sum(abs(revised_allotment_dkk)) as revised_allotment_gross_dkk,
        sum(actual_dkk) as actual_dkk,
        case
            when count(forecast_dkk) > 0 then sum(coalesce(forecast_dkk, revised_allotment_dkk))
        end as forecast_dkk,
        case
            when bool_or(is_closed_year) or count(forecast_dkk) > 0 then sum(ending_dkk)
        end as ending_dkk,
        case
            when bool_or(is_closed_year) or count(forecast_dkk) > 0 then sum(abs(ending_dkk - adopted_allotment_dkk))
        end as phasing_deviation_dkk,
        sum(carried_out_dkk) as carried_out_dkk,
        sum(abs(carried_out_dkk)) as carried_out_gross_dkk,
        sum(carried_out_requested_dkk) as carried_out_requested_dkk,
        sum(carried_out_decided_dkk) as carried_out_decided_dkk,
        sum(carried_out_age_1_dkk) as carried_out_age_1_dkk,
        sum(carried_out_age_2_dkk) as carried_out_age_2_dkk,
        sum(carried_out_age_3_dkk) as carried_out_age_3_dkk
    from below
    group by fiscal_year, unit_id

)

select * from final
