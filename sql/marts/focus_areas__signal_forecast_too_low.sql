-- grain: one row per unit with a forecast in the open round and years enough to hold it against
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: forecast_accuracy
-- name da: Prognosen mod enhedens egen historik
-- name en: The forecast against the unit's own history
-- title da: Prognosen for {subject} er {money} under, hvad tidligere år taler for
-- title en: The forecast for {subject} is {money} below what earlier years suggest
-- sees da: {subject} forventer at bruge {value} i året. Med samme fejl som i tidligere års runde ender forbruget næppe
--     under {reference}.
-- sees en: {subject} expects to spend {value} in the year. With the errors of the same round in earlier years, spending
--     hardly ends below {reference}.
-- why da: Et merforbrug, der først ses i regnskabet, er det for sent at gøre noget ved.
-- why en: It is too late to act on an overspend that is seen only in the accounts.
-- silent da: Det bygger på få års prognoser. En ny leder, en ændret opgave eller en bedre prognose kan gøre historien
--     uaktuel.
-- silent en: It rests on the forecasts of a few years. A new leader, another task or better forecasting can make that
--     history out of date.

with

money as (

    select * from marts.focus_areas__money

),

outlook as (

    select *
    from marts.forecast_accuracy__unit_outlook
    where organisation_view = 'today' and account_group = 'all'

),

setting as (

    select * from staging.setting

),

final as (

    select
        money.span,
        'forecast_too_low' as signal,
        'finance' as domain,
        money.unit_id,
        'unit' as subject_kind,
        money.unit_id as subject_id,
        money.unit_name as subject_name,
        'DKK' as unit,
        cast(outlook.forecast_dkk as decimal(24, 6)) as value,
        cast(outlook.band_low_dkk as decimal(24, 6)) as reference,
        'history' as reference_kind,
        -- A step as large as what the follow-up watches.
        cast(
            setting.watch_factor
            * greatest(setting.act_dkk, setting.act_share * abs(money.revised_dkk)) as decimal(24, 6)
        ) as threshold,
        -1 as bad_side,
        false as has_strength,
        cast(abs(outlook.forecast_dkk - outlook.band_low_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(1 / (1 + outlook.history_year_count) as decimal(9, 6)) as doubtful_share
    from money
    inner join outlook
        on
            money.fiscal_year = outlook.fiscal_year
            and money.forecast_round = outlook.round
            and money.unit_id = outlook.unit_id
    cross join setting
    where money.last_period < 12 and outlook.band_low_dkk is not null

)

select * from final
