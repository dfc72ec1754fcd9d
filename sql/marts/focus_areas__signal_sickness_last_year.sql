-- grain: one row per span and unit whose sickness may be shown, this year and last
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: HR og Politik
-- page: staff
-- name da: Sygefravær mod sidste år
-- name en: Sickness absence against last year
-- title da: Sygefraværet i {subject} er steget {deviation} på et år
-- title en: Sickness absence in {subject} has risen by {deviation} in a year
-- good da: Sygefraværet i {subject} er faldet {deviation} på et år
-- good en: Sickness absence in {subject} has fallen by {deviation} in a year
-- sees da: I {span} var sygefraværet i {subject} {value}. {year_before} var det {reference}.
-- sees en: In {span} sickness absence in {subject} was {value}. {year_before} it was {reference}.
-- why da: En ændring viser, om det, der bliver gjort, virker, og om noget nyt er på vej.
-- why en: A change shows whether what is done works, and whether something new is under way.
-- silent da: Tallene siger ikke, hvorfor nogen er syge. I en lille enhed kan få lange forløb flytte meget.
-- silent en: The figures do not say why anybody is ill. In a small unit a few long spells can move much.

with

staff as (

    select * from marts.focus_areas__staff

),

final as (

    select
        staff.span,
        'sickness_last_year' as signal,
        'staff' as domain,
        staff.unit_id,
        'unit' as subject_kind,
        staff.unit_id as subject_id,
        staff.unit_name as subject_name,
        'share' as unit,
        cast(staff.sickness_share as decimal(24, 6)) as value,
        cast(staff.last_year_sickness_share as decimal(24, 6)) as reference,
        'last_year' as reference_kind,
        -- As against the municipality.
        cast(0.01 as decimal(24, 6)) as threshold,
        1 as bad_side,
        true as has_strength,
        cast(null as decimal(18, 2)) as money_dkk,
        cast(staff.staff_share as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from staff
    where staff.sickness_share is not null and staff.last_year_sickness_share is not null

)

select * from final
