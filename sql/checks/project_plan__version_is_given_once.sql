-- severity: warning
-- sentence: A capital project has two versions of its plan on the same day; the last one counts as the newer.

with

project_plan as (

    select * from staging.project_plan

),

final as (

    select
        project_id,
        version_date,
        count(*) as row_count,
        min(file) as file,
        max(line) as line
    from project_plan
    group by project_id, version_date
    having count(*) > 1

)

select * from final
