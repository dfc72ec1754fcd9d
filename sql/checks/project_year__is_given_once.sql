-- severity: warning
-- sentence: A capital project has two rows for the same year; the last one counts.

with

project_year as (

    select * from staging.project_year

),

final as (

    select
        project_id,
        fiscal_year,
        count(*) as row_count,
        min(file) as file,
        max(line) as line
    from project_year
    group by project_id, fiscal_year
    having count(*) > 1

)

select * from final
