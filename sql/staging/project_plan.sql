-- grain: one row per accepted version of a plan

with

project_plan as (

    select * from raw.project_plan

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        project_id,
        cast(version_date as date) as version_date,
        version,
        coalesce(cast(is_approved as boolean), true) as is_approved,
        name as project_name,
        unit_id,
        project_class,
        phase,
        cast(start_date as date) as start_date,
        cast(completion_date as date) as completion_date,
        cast(expected_cost as decimal(18, 2)) as expected_cost_dkk,
        cast(cost_change as decimal(18, 2)) as cost_change_dkk,
        cast(schedule_change_days as integer) as schedule_change_days,
        reason
    from project_plan

)

select * from final
