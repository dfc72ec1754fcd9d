-- grain: one row per span and unit with a target of places and a count
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: HR og Politik
-- page: targets
-- name da: Måltal
-- name en: Targets of places
-- title da: {subject} mangler {deviation} af de pladser, måltallene kræver
-- title en: {subject} lacks {deviation} of the places in its targets
-- sees da: Pladser, som måltallene kræver i {subject}: {reference}. Besat: {value}.
-- sees en: Places in the targets of {subject}: {reference}. Filled: {value}.
-- why da: Måltallene er enhedens del af en fælles opgave. Bag en plads, der mangler, venter en borger på et forløb.
-- why en: The targets are the unit's part of a shared task. Behind a place that is missing somebody waits for a start.
-- silent da: Pladser ud over ét måltal tæller ikke for et andet. Tallene siger ikke, om nogen kunne visiteres til
--     pladsen.
-- silent en: Places beyond one target do not count for another. The figures do not say whether anybody could be
--     referred to the place.

with

place as (

    select * from marts.focus_areas__place

),

final as (

    select
        place.span,
        'places_missing' as signal,
        'targets' as domain,
        place.unit_id,
        'unit' as subject_kind,
        place.unit_id as subject_id,
        place.unit_name as subject_name,
        'count' as unit,
        cast(place.counted_places as decimal(24, 6)) as value,
        cast(place.target_places as decimal(24, 6)) as reference,
        'target' as reference_kind,
        -- A third, and at least one place: where none is filled, it is as severe as can be.
        cast(greatest(1, place.target_places / 3) as decimal(24, 6)) as threshold,
        -1 as bad_side,
        false as has_strength,
        cast(null as decimal(18, 2)) as money_dkk,
        cast(least(1, place.target_places / place.centre_target_places) as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from place
    where place.target_places > 0 and place.counted_places is not null

)

select * from final
