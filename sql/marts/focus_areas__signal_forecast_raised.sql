-- grain: one row per span before the year's end and unit with a forecast in two rounds
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: budget_followup
-- name da: Forværret prognose
-- name en: A worse forecast
-- title da: Prognosen for {subject} er blevet {money} dårligere siden forrige runde
-- title en: The forecast for {subject} is {money} worse than in the round before
-- sees da: Prognosen for {subject} afviger nu {value} fra det korrigerede budget; ved forrige runde afveg den
--     {reference}. Minus er mindreforbrug.
-- sees en: The forecast for {subject} now differs from the revised budget by {value}; in the round before it differed
--     by {reference}. Minus is underspend.
-- why da: Når prognosen bliver dårligere fra runde til runde, er der mindre af året tilbage at rette op i.
-- why en: When a forecast gets worse from round to round, less of the year is left to put things right.
-- silent da: Tallene siger ikke, om udgifterne er nye, eller om man blot ved mere om dem, der var.
-- silent en: The figures do not say whether the costs are new, or whether more is known of those that were there.

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
        'forecast_raised' as signal,
        'finance' as domain,
        money.unit_id,
        'unit' as subject_kind,
        money.unit_id as subject_id,
        money.unit_name as subject_name,
        'DKK' as unit,
        cast(money.forecast_variance_dkk as decimal(24, 6)) as value,
        cast(money.last_round_variance_dkk as decimal(24, 6)) as reference,
        'last_round' as reference_kind,
        -- A step as large as what the follow-up watches.
        cast(
            setting.watch_factor
            * greatest(setting.act_dkk, setting.act_share * abs(money.revised_dkk)) as decimal(24, 6)
        ) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(abs(money.forecast_variance_dkk - money.last_round_variance_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(money.forecast_missing_share as decimal(9, 6)) as doubtful_share
    from money
    cross join setting
    where
        money.last_period < 12 and money.forecast_variance_dkk is not null and money.last_round_variance_dkk is not null

)

select * from final
