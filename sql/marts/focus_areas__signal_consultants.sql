-- grain: one row per span and unit with purchases of the kind
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Økonomi og Digitalisering
-- page: purchases
-- name da: Konsulenter mod sidste år
-- name en: Consultants against last year
-- title da: {subject} bruger {money} mere på konsulenter end for et år siden
-- title en: {subject} spends {money} more on consultants than a year ago
-- good da: {subject} bruger {money} mindre på konsulenter end for et år siden
-- good en: {subject} spends {money} less on consultants than a year ago
-- sees da: {until} har {subject} købt konsulentydelser for {value}. {year_before} var det {reference}.
-- sees en: {until}, {subject} has bought consultancy for {value}. {year_before} it was {reference}.
-- why da: Konsulenter er dyre i timen. Er opgaven fast, kan det være billigere at løse den selv.
-- why en: Consultants cost much by the hour. Where a task is a lasting one, it may cost less to do it oneself.
-- silent da: Tallene siger ikke, hvad konsulenterne lavede, eller hvad det ellers havde kostet.
-- silent en: The figures do not say what the consultants did, or what it would have cost otherwise.

with

span as (

    select * from marts.focus_areas__span

),

unit_period as (

    select * from marts.purchases__unit_period

),

final as (

    select
        span.span,
        'consultants' as signal,
        'purchases' as domain,
        unit_period.unit_id,
        'unit' as subject_kind,
        unit_period.unit_id as subject_id,
        unit_period.unit_name as subject_name,
        'DKK' as unit,
        cast(unit_period.consultant_dkk as decimal(24, 6)) as value,
        cast(unit_period.last_year_consultant_dkk as decimal(24, 6)) as reference,
        'last_year' as reference_kind,
        -- A fifth, and no less than a hundred thousand: one assignment of a few weeks.
        cast(greatest(100000, 0.2 * abs(unit_period.last_year_consultant_dkk)) as decimal(24, 6)) as threshold,
        1 as bad_side,
        true as has_strength,
        cast(abs(unit_period.consultant_dkk - unit_period.last_year_consultant_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from span
    inner join unit_period
        on
            span.fiscal_year = unit_period.fiscal_year
            and span.last_period = unit_period.period
    where unit_period.consultant_dkk is not null and unit_period.last_year_consultant_dkk is not null

)

select * from final
