-- grain: one row per span and unit with atypical postings in it, or in the same months a year before
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Økonomi og Digitalisering
-- page: supervision
-- name da: Usædvanlige posteringer
-- name en: Atypical postings
-- title da: {deviation} flere usædvanlige posteringer i {subject} end for et år siden
-- title en: {deviation} more atypical postings in {subject} than a year ago
-- sees da: Usædvanlige posteringer i {subject} i {span}: {value}. I samme måneder året før: {reference}.
-- sees en: Atypical postings in {subject} in {span}: {value}. In the same months a year earlier: {reference}.
-- why da: De fleste har en god forklaring. Kontrollen er, at nogen ser på dem.
-- why en: Most have a good explanation. That somebody looks at them is the control.
-- silent da: En usædvanlig postering er ikke en fejl. Reglerne finder det, der skal ses på, ikke det, der er forkert.
-- silent en: An atypical posting is not a mistake. The rules find what is to be looked at, not what is wrong.

with

atypical as (

    select * from marts.focus_areas__atypical

),

final as (

    select
        atypical.span,
        'atypical_postings' as signal,
        'supervision' as domain,
        atypical.unit_id,
        'unit' as subject_kind,
        atypical.unit_id as subject_id,
        atypical.unit_name as subject_name,
        'count' as unit,
        cast(atypical.posting_count as decimal(24, 6)) as value,
        cast(atypical.last_year_posting_count as decimal(24, 6)) as reference,
        'last_year' as reference_kind,
        -- Three: one or two more a quarter are chance.
        cast(3 as decimal(24, 6)) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(atypical.amount_dkk as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from atypical
    where atypical.rule = 'any' and atypical.last_year_posting_count is not null

)

select * from final
