-- grain: one row per unit of today's organisation with comparable projects at or below it
-- scope: unit_today
-- order: sort_order
-- primary key: unit_id

with

plan_accuracy as (

    select * from marts.capital_projects__plan_accuracy

),

unit as (

    select * from marts.capital_carry_overs__unit

),

setting as (

    select * from staging.capital_setting

),

-- Projects with enough versions, and a cost to compare in the first and in the last.
compared as (

    select plan_accuracy.*
    from plan_accuracy
    cross join setting
    where plan_accuracy.version_count >= setting.plan_versions and plan_accuracy.error_dkk is not null

),

below as (

    select
        compared.* exclude (unit_id),
        unnest(unit.unit_path) as unit_id
    from compared
    inner join unit on compared.unit_id = unit.of_unit_id

),

summed as (

    select
        unit_id,
        count(*) as project_count,
        median(error_share) as median_error_share,
        sum(abs(error_dkk)) as deviation_dkk,
        sum(last_expected_cost_dkk) as last_expected_cost_dkk,
        count(slip_days) as dated_project_count,
        count(*) filter (where slip_days > 0) as later_project_count,
        median(slip_days) as median_slip_days
    from below
    group by unit_id

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
        summed.project_count,
        summed.median_error_share,
        summed.deviation_dkk / summed.last_expected_cost_dkk as wape_share,
        summed.later_project_count / nullif(summed.dated_project_count, 0) as finishes_later_share,
        summed.median_slip_days
    from summed
    inner join unit on summed.unit_id = unit.unit_id

)

select * from final
