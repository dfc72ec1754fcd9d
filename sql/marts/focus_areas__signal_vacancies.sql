-- grain: one row per span and unit with positions that are frozen, or were a year before
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: HR og Politik
-- page: staff
-- name da: Frosne stillinger
-- name en: Frozen positions
-- title da: {deviation} flere frosne stillinger i {subject} end for et år siden
-- title en: {deviation} more frozen positions in {subject} than a year ago
-- sees da: Stillinger i {subject}, der holdes tomme på grund af ansættelsesstop: {value}. {year_before}: {reference}.
-- sees en: Positions in {subject} that are kept empty by the hiring freeze: {value}. {year_before}: {reference}.
-- why da: Opgaverne er der stadig. De løses af færre, udskydes eller falder bort, og det bør være et valg.
-- why en: The tasks are still there. Fewer do them, they are put off or they fall away, and that should be a choice.
-- silent da: Tallene siger ikke, hvilke opgaver stillingerne løste, eller om der er søgt om at besætte dem.
-- silent en: The figures do not say what tasks the positions had, or whether leave to fill them was asked for.

with

staff as (

    select * from marts.focus_areas__staff

),

final as (

    select
        staff.span,
        'vacancies' as signal,
        'staff' as domain,
        staff.unit_id,
        'unit' as subject_kind,
        staff.unit_id as subject_id,
        staff.unit_name as subject_name,
        'count' as unit,
        cast(staff.frozen_positions as decimal(24, 6)) as value,
        cast(coalesce(staff.last_year_frozen_positions, 0) as decimal(24, 6)) as reference,
        'last_year' as reference_kind,
        -- Two: one position that waits is everyday life.
        cast(2 as decimal(24, 6)) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(null as decimal(18, 2)) as money_dkk,
        cast(least(1, coalesce(staff.frozen_positions / nullif(staff.centre_fte, 0), 0)) as decimal(9, 6))
            as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from staff
    where staff.frozen_positions > 0 or staff.last_year_frozen_positions > 0

)

select * from final
