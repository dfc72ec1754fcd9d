-- grain: one row per span and unit whose leaders have given a forecast
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: budget_followup
-- name da: Merforbrug
-- name en: Overspend
-- title da: Merforbrug på {money} i {subject}
-- title en: {subject} overspends by {money}
-- sees da: Årets forbrug i {subject} står til {value}. Det korrigerede budget er {reference}.
-- sees en: The year's spending in {subject} stands at {value}. The revised budget is {reference}.
-- why da: Uden en handling skal pengene findes et andet sted i {centre}, eller merforbruget følger med ind i næste år.
-- why en: Unless something is done, the money must be found elsewhere in {centre}, or the overspend follows into next
--     year.
-- silent da: Indtil året er slut, er tallet ledernes egen prognose. Det siger ikke, om pris, mængde eller tidspunkt er
--     årsagen.
-- silent en: Until the year is over the figure is the leaders' own forecast. It does not say whether price, volume or
--     timing is the reason.

with

money as (

    select * from marts.focus_areas__money

),

setting as (

    select * from staging.setting

),

final as (

    select
        money.span,
        'expected_overspend' as signal,
        'finance' as domain,
        money.unit_id,
        'unit' as subject_kind,
        money.unit_id as subject_id,
        money.unit_name as subject_name,
        'DKK' as unit,
        cast(money.year_dkk as decimal(24, 6)) as value,
        cast(money.revised_dkk as decimal(24, 6)) as reference,
        'budget' as reference_kind,
        -- As the follow-up's own status: a forecast calls for attention when it passes both.
        cast(greatest(setting.act_dkk, setting.act_share * abs(money.revised_dkk)) as decimal(24, 6)) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(abs(money.year_dkk - money.revised_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(money.forecast_missing_share as decimal(9, 6)) as doubtful_share
    from money
    cross join setting
    where money.year_dkk is not null

)

select * from final
