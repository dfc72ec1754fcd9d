-- severity: warning
-- sentence: A capital project moves in the middle of a year; all its years count in the unit that has it now.

with

project as (

    select * from staging.project

),

followed as (

    select
        *,
        lag(unit_id) over (partition by project_id order by valid_from, file, line) as unit_before
    from project

),

final as (

    select
        project_id,
        unit_before,
        unit_id,
        valid_from,
        file,
        line
    from followed
    where unit_before <> unit_id and dayofyear(valid_from) > 1

)

select * from final
