-- grain: one row per project that any list or appropriation names, as it is today
-- scope: build
-- key: project_id

with

project as (

    select * from staging.project

),

project_plan as (

    select * from staging.project_plan

),

project_appropriation as (

    select * from staging.project_appropriation

),

project_year as (

    select * from staging.project_year

),

unit as (

    select * from marts.capital_projects__unit

),

setting as (

    select * from staging.setting

),

-- A row that is not true yet gives way to one that is; among the others the newest counts.
registered as (

    select project.*
    from project
    cross join setting
    qualify
        row_number() over (
            partition by project.project_id
            order by
                project.valid_from > coalesce(setting.built_on, date '9999-12-31'),
                project.valid_from desc,
                project.delivery_id desc,
                project.file desc,
                project.line desc
        ) = 1

),

-- Some sources have no register: their newest plan says what the project is.
planned as (

    select
        project_id,
        max_by(project_name, version_date) filter (where project_name is not null) as project_name,
        max_by(unit_id, version_date) filter (where unit_id is not null) as unit_id,
        max_by(project_class, version_date) filter (where project_class is not null) as project_class,
        max_by(phase, version_date) filter (where phase is not null) as phase
    from project_plan
    group by project_id

),

named as (

    select project_id from registered
    union
    select project_id from planned
    union
    select project_id from project_appropriation
    union
    select project_id from project_year

),

described as (

    select
        named.project_id,
        coalesce(registered.project_name, planned.project_name, named.project_id) as project_name,
        coalesce(registered.unit_id, planned.unit_id) as given_unit_id,
        coalesce(registered.project_class, planned.project_class) as project_class,
        coalesce(registered.phase, planned.phase) as phase,
        coalesce(registered.kind, 'project') as kind,
        registered.responsible,
        registered.quantity,
        registered.quantity_unit,
        registered.closed_on
    from named
    left join registered on named.project_id = registered.project_id
    left join planned on named.project_id = planned.project_id

),

folded as (

    select
        described.*,
        coalesce(unit.folded_unit_id, 'unknown') as unit_id
    from described
    left join unit on described.given_unit_id = unit.unit_id

),

final as (

    select
        folded.project_id,
        folded.project_name,
        folded.unit_id,
        unit.unit_name,
        unit.unit_path,
        unit.centre_id,
        unit.centre_name,
        folded.project_class,
        folded.phase,
        coalesce(folded.phase in ('completed', 'closed') or folded.closed_on is not null, false) as is_completed,
        folded.kind,
        folded.responsible,
        folded.quantity,
        folded.quantity_unit,
        folded.closed_on
    from folded
    inner join unit on folded.unit_id = unit.unit_id

)

select * from final
