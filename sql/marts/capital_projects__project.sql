-- grain: one row per project, as it stands now
-- scope: unit_today
-- order: unit_id, project_id
-- primary key: project_id

with

register as (

    select * from marts.capital_projects__register

),

project_grant as (

    select * from marts.capital_projects__grant

),

final_cost as (

    select * from marts.capital_projects__final_cost

),

plan_version as (

    select * from marts.capital_projects__plan_version

),

project_year as (

    select * from marts.capital_projects__project_year

),

fiscal_year as (

    select * from marts.capital_projects__year

),

unit_cost as (

    select * from marts.capital_projects__unit_cost

),

setting as (

    select * from staging.capital_setting

),

begun as (

    select project_year.*
    from project_year
    inner join fiscal_year as newest
        on
            newest.is_newest_year
            and project_year.fiscal_year <= newest.fiscal_year

),

newest_year as (

    select * from begun
    qualify row_number() over (partition by project_id order by fiscal_year desc) = 1

),

all_years as (

    select
        project_id,
        -- A year in which nobody has asked yet does not end a run.
        max_by(repeat_carry_over_years, fiscal_year) filter (where repeat_carry_over_years is not null)
            as repeat_carry_over_years
    from begun
    group by project_id

),

plan as (

    select
        project_id,
        max(version_number) as plan_version_count,
        max(completion_date) filter (where is_first_approved) as first_approved_completion_date,
        max(start_date) filter (where is_newest) as expected_start_date,
        max(completion_date) filter (where is_newest) as expected_completion_date,
        max(slip_months) filter (where is_newest) as schedule_slip_months
    from plan_version
    group by project_id

),

together as (

    select
        register.*,
        project_grant.original_appropriation_dkk,
        project_grant.supplementary_appropriation_dkk,
        project_grant.supplementary_appropriation_gross_dkk,
        project_grant.total_appropriation_dkk,
        final_cost.has_final_account,
        final_cost.spent_dkk,
        final_cost.expected_final_cost_dkk,
        final_cost.final_cost_basis,
        plan.plan_version_count,
        plan.first_approved_completion_date,
        plan.expected_start_date,
        plan.expected_completion_date,
        plan.schedule_slip_months,
        final_cost.expected_final_cost_dkk - project_grant.total_appropriation_dkk as appropriation_variance_dkk,
        all_years.repeat_carry_over_years,
        newest_year.fiscal_year,
        newest_year.carried_in_dkk,
        newest_year.revised_allotment_dkk,
        newest_year.actual_dkk,
        newest_year.forecast_dkk,
        newest_year.phasing_precision_share,
        coalesce(final_cost.spent_dkk, 0) <> 0 and coalesce(project_grant.total_appropriation_dkk, 0) <= 0
            as is_without_appropriation
    from register
    inner join final_cost on register.project_id = final_cost.project_id
    left join project_grant on register.project_id = project_grant.project_id
    left join plan on register.project_id = plan.project_id
    left join all_years on register.project_id = all_years.project_id
    left join newest_year on register.project_id = newest_year.project_id

),

final as (

    select
        together.project_id,
        together.project_name,
        together.unit_id,
        together.unit_name,
        together.unit_path,
        together.centre_id,
        together.centre_name,
        together.project_class,
        together.phase,
        together.is_completed,
        together.kind,
        together.responsible,
        together.quantity,
        together.quantity_unit,
        together.closed_on,
        cast(together.original_appropriation_dkk as decimal(18, 2)) as original_appropriation_dkk,
        cast(together.supplementary_appropriation_dkk as decimal(18, 2)) as supplementary_appropriation_dkk,
        cast(together.supplementary_appropriation_gross_dkk as decimal(18, 2))
            as supplementary_appropriation_gross_dkk,
        cast(together.total_appropriation_dkk as decimal(18, 2)) as total_appropriation_dkk,
        together.supplementary_appropriation_dkk / nullif(together.original_appropriation_dkk, 0) + 0.0
            as supplementary_appropriation_level_share,
        together.supplementary_appropriation_gross_dkk / nullif(abs(together.original_appropriation_dkk), 0)
            as supplementary_appropriation_level_gross_share,
        together.expected_final_cost_dkk,
        together.final_cost_basis,
        together.spent_dkk,
        cast(together.appropriation_variance_dkk as decimal(18, 2)) as appropriation_variance_dkk,
        together.expected_final_cost_dkk / nullif(together.total_appropriation_dkk, 0) + 0.0
            as appropriation_adherence_share,
        -- To expect less than was granted breaks nothing: only the other way calls for attention.
        case
            when together.is_without_appropriation then 'act'
            when together.appropriation_variance_dkk is null then 'unknown'
            when
                together.appropriation_variance_dkk
                > setting.money_act_share * cast(together.total_appropriation_dkk as decimal(28, 2))
                and together.appropriation_variance_dkk > setting.money_act_dkk
                then 'act'
            when
                together.appropriation_variance_dkk
                > setting.watch_factor * setting.money_act_share
                * cast(together.total_appropriation_dkk as decimal(26, 2))
                and together.appropriation_variance_dkk > setting.watch_factor * setting.money_act_dkk
                then 'watch'
            else 'on_track'
        end as money_status,
        together.first_approved_completion_date,
        together.expected_start_date,
        together.expected_completion_date,
        together.schedule_slip_months,
        case
            when together.schedule_slip_months is null then 'unknown'
            when together.schedule_slip_months >= setting.time_act_months then 'act'
            when together.schedule_slip_months >= setting.watch_factor * setting.time_act_months then 'watch'
            else 'on_track'
        end as time_status,
        together.fiscal_year,
        together.carried_in_dkk,
        together.revised_allotment_dkk,
        together.actual_dkk,
        together.forecast_dkk,
        together.phasing_precision_share,
        -- What missed its year is held against what may miss it, and a part of that calls for watching.
        case
            when together.phasing_precision_share is null then 'unknown'
            when together.phasing_precision_share < setting.phasing_act_share then 'act'
            when 1 - together.phasing_precision_share > setting.watch_factor * (1 - setting.phasing_act_share)
                then 'watch'
            else 'on_track'
        end as phasing_status,
        unit_cost.cost_per_unit_dkk,
        unit_cost.class_median_cost_per_unit_dkk,
        unit_cost.cost_per_unit_dkk / nullif(unit_cost.class_median_cost_per_unit_dkk, 0) as cost_efficiency_share,
        unit_cost.comparable_project_count,
        together.repeat_carry_over_years,
        together.is_without_appropriation,
        together.is_completed and together.kind = 'project' and not together.has_final_account
            as is_missing_final_account,
        coalesce(together.plan_version_count, 0) as plan_version_count
    from together
    cross join setting
    left join unit_cost on together.project_id = unit_cost.project_id

)

select * from final
