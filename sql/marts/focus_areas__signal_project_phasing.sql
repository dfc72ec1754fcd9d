-- grain: one row per span before the year's end and project under way with an allotment of the year
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: capital_projects
-- name da: Anlægsprojektets forbrug i år
-- name en: A capital project's spending this year
-- title da: {subject} har brugt {money} mindre end planlagt i året
-- title en: {subject} has spent {money} less of the year's money than planned
-- sees da: {until} er der brugt {value} af årets penge på {subject}. Efter planen skulle det have været {reference}.
-- sees en: {until}, {value} of the year's money has been spent on {subject}. By the plan it should have been
--     {reference}.
-- why da: Penge, der ikke bruges i år, skal overføres, og så fylder de i næste års anlægsramme.
-- why en: Money that is not spent this year must be carried over, and then takes room in next year's capital budget.
-- silent da: Årets vedtagne rådighedsbeløb er lagt jævnt ud over de måneder, den første godkendte plan dækker.
--     Regninger kan komme senere end arbejdet.
-- silent en: The year's adopted allotment is spread evenly over the months that the first approved plan covers. Bills
--     may come later than the work.

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
        'project_phasing' as signal,
        'capital' as domain,
        project.unit_id,
        'project' as subject_kind,
        project.project_id as subject_id,
        project.project_name as subject_name,
        'DKK' as unit,
        cast(project.year_actual_dkk as decimal(24, 6)) as value,
        cast(project.year_planned_dkk as decimal(24, 6)) as reference,
        'budget' as reference_kind,
        -- As the project's own status of a whole year, and never for less than its money's.
        cast(
            greatest(
                setting.money_act_dkk, (1 - setting.phasing_act_share) * abs(project.year_planned_dkk)
            ) as decimal(24, 6)
        ) as threshold,
        -1 as bad_side,
        false as has_strength,
        cast(abs(project.year_actual_dkk - project.year_planned_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from project
    cross join setting
    where project.last_period < 12 and project.year_planned_dkk > 0 and project.year_actual_dkk is not null

)

select * from final
