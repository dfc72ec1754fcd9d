-- grain: one row per unit of today's organisation with projects at or below it, and project class ('' for all classes)
-- scope: unit_today
-- order: sort_order, project_class
-- primary key: unit_id, project_class

with

project as (

    select * from marts.capital_projects__project

),

unit as (

    select * from marts.capital_carry_overs__unit

),

classed as (

    select
        * exclude (project_class),
        unnest(list_distinct(['', coalesce(project_class, '')])) as project_class,
        expected_final_cost_dkk is not null and total_appropriation_dkk is not null as is_held_against
    from project

),

below as (

    select
        classed.* exclude (unit_id),
        unnest(unit.unit_path) as unit_id
    from classed
    inner join unit on classed.unit_id = unit.of_unit_id

),

-- What is completed is counted, and left out of every amount: the portfolio is what can still be steered.
summed as (

    select
        unit_id,
        project_class,
        count(*) filter (where not is_completed) as project_count,
        count(*) filter (where is_completed) as completed_count,
        sum(original_appropriation_dkk) filter (where not is_completed) as original_appropriation_dkk,
        sum(supplementary_appropriation_dkk) filter (where not is_completed) as supplementary_appropriation_dkk,
        sum(supplementary_appropriation_gross_dkk) filter (where not is_completed)
            as supplementary_appropriation_gross_dkk,
        sum(total_appropriation_dkk) filter (where not is_completed) as total_appropriation_dkk,
        sum(expected_final_cost_dkk) filter (where not is_completed) as expected_final_cost_dkk,
        sum(appropriation_variance_dkk) filter (where not is_completed) as appropriation_variance_dkk,
        sum(expected_final_cost_dkk) filter (where not is_completed and is_held_against) as held_against_cost_dkk,
        sum(total_appropriation_dkk) filter (where not is_completed and is_held_against) as held_against_dkk,
        sum(spent_dkk) filter (where not is_completed) as spent_dkk,
        sum(revised_allotment_dkk) filter (where not is_completed) as revised_allotment_dkk,
        sum(actual_dkk) filter (where not is_completed) as actual_dkk,
        median(schedule_slip_months) filter (where not is_completed) as median_schedule_slip_months,
        count(*) filter (where not is_completed and money_status = 'act') as money_act_count,
        count(*) filter (where not is_completed and money_status = 'watch') as money_watch_count,
        count(*) filter (where not is_completed and time_status = 'act') as time_act_count,
        count(*) filter (where not is_completed and time_status = 'watch') as time_watch_count,
        count(*) filter (where not is_completed and phasing_status = 'act') as phasing_act_count,
        count(*) filter (where not is_completed and phasing_status = 'watch') as phasing_watch_count,
        count(*) filter (where is_without_appropriation) as without_appropriation_count,
        count(*) filter (where is_missing_final_account) as missing_final_account_count
    from below
    group by unit_id, project_class

),

final as (

    select
        summed.unit_id,
        unit.unit_name,
        unit.unit_kind,
        unit.parent_unit_id,
        unit.level,
        unit.unit_path,
        unit.sort_order,
        summed.project_class,
        summed.project_count,
        summed.completed_count,
        cast(summed.original_appropriation_dkk as decimal(18, 2)) as original_appropriation_dkk,
        cast(summed.supplementary_appropriation_dkk as decimal(18, 2)) as supplementary_appropriation_dkk,
        cast(summed.total_appropriation_dkk as decimal(18, 2)) as total_appropriation_dkk,
        summed.supplementary_appropriation_dkk / nullif(summed.original_appropriation_dkk, 0) + 0.0
            as supplementary_appropriation_level_share,
        summed.supplementary_appropriation_gross_dkk / nullif(abs(summed.original_appropriation_dkk), 0)
            as supplementary_appropriation_level_gross_share,
        cast(summed.expected_final_cost_dkk as decimal(18, 2)) as expected_final_cost_dkk,
        cast(summed.appropriation_variance_dkk as decimal(18, 2)) as appropriation_variance_dkk,
        summed.held_against_cost_dkk / nullif(summed.held_against_dkk, 0) + 0.0 as appropriation_adherence_share,
        cast(summed.spent_dkk as decimal(18, 2)) as spent_dkk,
        cast(summed.revised_allotment_dkk as decimal(18, 2)) as revised_allotment_dkk,
        cast(summed.actual_dkk as decimal(18, 2)) as actual_dkk,
        summed.median_schedule_slip_months,
        summed.money_act_count,
        summed.money_watch_count,
        summed.time_act_count,
        summed.time_watch_count,
        summed.phasing_act_count,
        summed.phasing_watch_count,
        summed.without_appropriation_count,
        summed.missing_final_account_count
    from summed
    inner join unit on summed.unit_id = unit.unit_id

)

select * from final
