-- grain: one row per span before the year's end and measure of its year that somebody has stated
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Økonomi og Digitalisering
-- page: savings
-- name da: Besparelse, der mangler
-- name en: Saving that is missing
-- title da: {money} mangler i besparelsen „{subject}“
-- title en: {money} is missing of the saving “{subject}”
-- sees da: „{subject}“ står til at spare {value} i året. Målet er {reference}.
-- sees en: “{subject}” is to save {value} in the year. The target is {reference}.
-- why da: Besparelsen er allerede taget ud af budgettet. Det, der mangler, bliver til merforbrug.
-- why en: The saving has been taken out of the budget already. What is missing turns into overspend.
-- silent da: Tallene er det, den ansvarlige sidst har oplyst. De siger ikke, om noget andet sparer i stedet.
-- silent en: The figures are what the person responsible stated last. They do not say whether something else saves
--     instead.

with

saving as (

    select * from marts.focus_areas__saving

),

final as (

    select
        saving.span,
        'savings_missing' as signal,
        'savings' as domain,
        saving.unit_id,
        'measure' as subject_kind,
        saving.measure_id as subject_id,
        saving.measure_name as subject_name,
        'DKK' as unit,
        cast(saving.realised_dkk + saving.expected_rest_dkk as decimal(24, 6)) as value,
        cast(saving.target_dkk as decimal(24, 6)) as reference,
        'target' as reference_kind,
        -- A tenth, and no less than a hundred thousand: smaller gaps are closed as the year goes on.
        cast(greatest(100000, 0.1 * saving.target_dkk) as decimal(24, 6)) as threshold,
        -1 as bad_side,
        false as has_strength,
        cast(abs(saving.realised_dkk + saving.expected_rest_dkk - saving.target_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from saving
    -- In December a measure's year is its savings to date, and those are told of its unit.
    where saving.is_stated and saving.last_period < 12

)

select * from final
