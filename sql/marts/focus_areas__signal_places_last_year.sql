-- grain: one row per span and unit with a count of places this year and last
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: HR og Politik
-- page: targets
-- name da: Pladser mod sidste år
-- name en: Places against last year
-- title da: {subject} har {deviation} færre pladser besat end for et år siden
-- title en: {subject} has filled {deviation} fewer places than a year ago
-- good da: {subject} har {deviation} flere pladser besat end for et år siden
-- good en: {subject} has filled {deviation} more places than a year ago
-- sees da: Pladser, som {subject} har besat: {value}. {year_before}: {reference}.
-- sees en: Places that {subject} has filled: {value}. {year_before}: {reference}.
-- why da: Forløb tager tid at stille op. Et fald tager længere tid at vende, end det tog at komme.
-- why en: Places take time to set up. A fall takes longer to turn than it took to come.
-- silent da: Tallene er dem, afdelingerne selv har talt. De siger ikke, om der manglede pladser eller borgere til dem.
-- silent en: The figures are what the departments have counted. They do not say whether places were lacking, or people
--     for them.

with

place as (

    select * from marts.focus_areas__place

),

final as (

    select
        place.span,
        'places_last_year' as signal,
        'targets' as domain,
        place.unit_id,
        'unit' as subject_kind,
        place.unit_id as subject_id,
        place.unit_name as subject_name,
        'count' as unit,
        cast(place.places as decimal(24, 6)) as value,
        cast(place.last_year_places as decimal(24, 6)) as reference,
        'last_year' as reference_kind,
        -- A fifth, and at least two: places come and go by the week.
        cast(greatest(2, 0.2 * place.last_year_places) as decimal(24, 6)) as threshold,
        -1 as bad_side,
        true as has_strength,
        cast(null as decimal(18, 2)) as money_dkk,
        cast(
            least(
                1, coalesce(greatest(place.places, place.last_year_places) / nullif(place.centre_places, 0), 0)
            ) as decimal(9, 6)
        ) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from place
    where place.places is not null and place.last_year_places is not null

)

select * from final
