-- severity: warning
-- sentence: A plan, an appropriation or an allotment names a capital project that is not on the project list.

with

register as (

    select * from marts.capital_projects__register

),

project as (

    select * from staging.project

),

final as (

    -- Where there is no list at all, the plans are the list.
    select
        project_id,
        project_name
    from register
    where
        project_id not in (select project.project_id from project)
        and exists (select 1 from project)

)

select * from final
