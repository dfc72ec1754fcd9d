-- grain: one row per span and unit with temporary staff last year
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: budget_followup
-- name da: Vikarer
-- name en: Temporary staff
-- title da: {subject} bruger {money} mere på vikarer end for et år siden
-- title en: {subject} spends {money} more on temporary staff than a year ago
-- good da: {subject} bruger {money} mindre på vikarer end for et år siden
-- good en: {subject} spends {money} less on temporary staff than a year ago
-- sees da: {until} har {subject} brugt {value} på konti for vikarer. {year_before} var det {reference}.
-- sees en: {until}, {subject} has spent {value} on accounts for temporary staff. {year_before} it was {reference}.
-- why da: Vikarer koster mere end egne ansatte, og de følger ofte med fravær og ubesatte stillinger.
-- why en: Temporary staff cost more than one's own, and often go with absence and vacancies.
-- silent da: Kun konti med ordet vikar i navnet er talt med. Tallene siger ikke, hvem vikarerne var der i stedet for.
-- silent en: Only accounts with the word for temporary staff in their name are counted. The figures do not say in whose
--     place they were there.

with

temporary as (

    select * from marts.focus_areas__temporary_staff

),

setting as (

    select * from staging.setting

),

final as (

    select
        temporary.span,
        'temporary_staff' as signal,
        'finance' as domain,
        temporary.unit_id,
        'unit' as subject_kind,
        temporary.unit_id as subject_id,
        temporary.unit_name as subject_name,
        'DKK' as unit,
        cast(temporary.actual_dkk as decimal(24, 6)) as value,
        cast(temporary.last_year_actual_dkk as decimal(24, 6)) as reference,
        'last_year' as reference_kind,
        -- Small accounts that can be steered: half the kroner of a whole budget, and a tenth, for they rise and fall.
        cast(greatest(setting.watch_factor * setting.act_dkk, 0.1 * temporary.last_year_actual_dkk) as decimal(24, 6))
            as threshold,
        1 as bad_side,
        true as has_strength,
        cast(abs(temporary.actual_dkk - temporary.last_year_actual_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from temporary
    cross join setting
    where temporary.last_year_actual_dkk > 0

)

select * from final
