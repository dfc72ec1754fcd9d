-- severity: warning
-- sentence: A capital project belongs to a unit that the organisation does not have; it counts as unknown.

with

project as (

    select * from staging.project

),

organisation as (

    select * from staging.organisation

),

final as (

    select
        project_id,
        project_name,
        unit_id,
        file,
        line
    from project
    where unit_id is null or unit_id not in (select organisation.unit_id from organisation)

)

select * from final
