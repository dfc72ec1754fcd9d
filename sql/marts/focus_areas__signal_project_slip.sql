-- grain: one row per span and project under way with an approved plan
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: capital_projects
-- name da: Anlægsprojektets tidsplan
-- name en: Schedule of a capital project
-- title da: {subject} er {deviation} forsinket
-- title en: {subject} is {deviation} late
-- sees da: Færdiggørelsen af {subject} er flyttet {value} i forhold til den første godkendte plan. Minus er tidligere.
-- sees en: Completion of {subject} has moved by {value} from the first approved plan. Minus is earlier.
-- why da: En forsinkelse flytter både udgiften og den dag, da bygningen eller anlægget kan tages i brug.
-- why en: A delay moves both the cost and the day on which the building or works can be used.
-- silent da: Tallene siger ikke, hvem der venter på projektet, eller om den første plan var realistisk.
-- silent en: The figures do not say who waits for the project, or whether the first plan was realistic.

with

project as (

    select * from marts.focus_areas__project

),

setting as (

    select * from staging.capital_setting

),

final as (

    select
        project.span,
        'project_slip' as signal,
        'capital' as domain,
        project.unit_id,
        'project' as subject_kind,
        project.project_id as subject_id,
        project.project_name as subject_name,
        'month' as unit,
        cast(project.slip_months as decimal(24, 6)) as value,
        cast(0 as decimal(24, 6)) as reference,
        'target' as reference_kind,
        -- As the project's own status.
        cast(setting.time_act_months as decimal(24, 6)) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(null as decimal(18, 2)) as money_dkk,
        cast(1 / project.centre_project_count as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from project
    cross join setting
    where project.slip_months is not null

)

select * from final
