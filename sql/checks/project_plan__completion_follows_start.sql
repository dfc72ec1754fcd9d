-- severity: warning
-- sentence: A version of a plan has its completion before its start.

with

project_plan as (

    select * from staging.project_plan

),

final as (

    select
        project_id,
        version,
        version_date,
        start_date,
        completion_date,
        file,
        line
    from project_plan
    where completion_date < start_date

)

select * from final
