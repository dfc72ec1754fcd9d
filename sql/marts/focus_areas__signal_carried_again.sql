-- grain: one row per span that ends a year and project that carried money over in it
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: capital_carry_overs
-- name da: Overført igen
-- name en: Carried over again
-- title da: {subject} har overført penge {value} år i træk
-- title en: {subject} has carried money over {value} years in a row
-- sees da: Antal år i træk, hvor {subject} har overført uforbrugte penge: {value}. Senest blev {money} overført.
-- sees en: Years in a row in which {subject} has carried unspent money over: {value}. {money} was carried over last.
-- why da: Penge, der flyttes tredje gang, bliver sjældent brugt af sig selv. Projektet bør planlægges om, eller pengene
--     gives fri.
-- why en: Money that is moved for the third time is seldom spent by itself. The project should be planned anew, or the
--     money set free.
-- silent da: Tallene siger ikke, hvad projektet venter på: grund, tilladelse, udbud eller hænder.
-- silent en: The figures do not say what the project waits for: land, a permit, a tender or hands.

with

span as (

    select * from marts.focus_areas__span

),

project_year as (

    select * from marts.capital_projects__project_year

),

final as (

    select
        span.span,
        'carried_again' as signal,
        'capital' as domain,
        project_year.unit_id,
        'project' as subject_kind,
        project_year.project_id as subject_id,
        project_year.project_name as subject_name,
        'count' as unit,
        cast(project_year.repeat_carry_over_years as decimal(24, 6)) as value,
        cast(0 as decimal(24, 6)) as reference,
        'target' as reference_kind,
        -- The third year: once is a delay, twice bad luck.
        cast(3 as decimal(24, 6)) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(project_year.carried_out_dkk as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from span
    inner join project_year
        on
            span.last_period = 12
            and span.fiscal_year = project_year.fiscal_year
    where project_year.is_closed_year and project_year.repeat_carry_over_years > 0

)

select * from final
