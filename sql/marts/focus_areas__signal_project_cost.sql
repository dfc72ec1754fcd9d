-- grain: one row per span and project under way with a plan and an appropriation
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: capital_projects
-- name da: Anlægsprojektets pris
-- name en: Cost of a capital project
-- title da: {subject} ventes at koste {money} mere end bevillingen
-- title en: {subject} is expected to cost {money} more than was granted
-- sees da: {subject} ventes at koste {value} i alt. Der er bevilget {reference}.
-- sees en: {subject} is expected to cost {value} in all. {reference} has been granted.
-- why da: Der må ikke bruges mere, end der er bevilget. Enten skal der søges om penge, eller projektet skal tilpasses.
-- why en: No more may be spent than was granted. Either money must be asked for, or the project must be cut to fit.
-- silent da: Skønnet er projektets egen seneste plan. Det siger ikke, om det er prisen, omfanget eller noget uforudset.
-- silent en: The estimate is the project's own latest plan. It does not say whether the price, the size or something
--     unforeseen is the reason.

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
        'project_cost' as signal,
        'capital' as domain,
        project.unit_id,
        'project' as subject_kind,
        project.project_id as subject_id,
        project.project_name as subject_name,
        'DKK' as unit,
        cast(project.expected_cost_dkk as decimal(24, 6)) as value,
        cast(project.appropriation_dkk as decimal(24, 6)) as reference,
        'budget' as reference_kind,
        -- As the project's own status.
        cast(
            greatest(setting.money_act_dkk, setting.money_act_share * abs(project.appropriation_dkk)) as decimal(24, 6)
        ) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(abs(project.expected_cost_dkk - project.appropriation_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from project
    cross join setting
    where project.expected_cost_dkk is not null and project.appropriation_dkk is not null

)

select * from final
