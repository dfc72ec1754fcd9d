-- grain: one row per span and unit with postings that one person registered and approved
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Økonomi og Digitalisering
-- page: supervision
-- name da: Samme person har registreret og godkendt
-- name en: Registered and approved by the same person
-- title da: Samme person har registreret og godkendt posteringer for {money} i {subject}
-- title en: The same person has registered and approved postings of {money} in {subject}
-- sees da: Posteringer i {subject} i {span}, som samme person har registreret og godkendt: {value}. Der må ikke være
--     nogen.
-- sees en: Postings in {subject} in {span} that the same person has registered and approved: {value}. There should be
--     none.
-- why da: To par øjne er den vigtigste kontrol med kommunens penge.
-- why en: Two pairs of eyes are the most important control of the municipality's money.
-- silent da: Tallene siger ikke, om nogen har set på posteringen bagefter, eller om den var rigtig.
-- silent en: The figures do not say whether anybody has looked at the posting afterwards, or whether it was right.

with

atypical as (

    select * from marts.focus_areas__atypical

),

final as (

    select
        atypical.span,
        'same_person' as signal,
        'supervision' as domain,
        atypical.unit_id,
        'unit' as subject_kind,
        atypical.unit_id as subject_id,
        atypical.unit_name as subject_name,
        'count' as unit,
        cast(atypical.posting_count as decimal(24, 6)) as value,
        cast(0 as decimal(24, 6)) as reference,
        'target' as reference_kind,
        -- The first one: the rule has no exceptions.
        cast(1 as decimal(24, 6)) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(atypical.amount_dkk as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from atypical
    where atypical.rule = 'same_person'

)

select * from final
