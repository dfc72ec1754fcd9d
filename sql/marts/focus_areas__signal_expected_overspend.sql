-- grain: one row per span and unit whose leaders have given a forecast
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: budget_followup
-- name da: Forventet merforbrug
-- name en: Expected overspend
-- title da: {subject} forventer et merforbrug på {money}
-- title en: {subject} expects to overspend by {money}
-- sees da: {subject} forventer at bruge {value} i år. Det korrigerede budget er {reference}.
-- sees en: {subject} expects to spend {value} this year. The revised budget is {reference}.
-- why da: Uden en handling skal pengene findes et andet sted i {centre}, eller merforbruget følger med ind i næste år.
-- why en: Unless something is done, the money must be found elsewhere in {centre}, or the overspend follows into next
--     year.
-- silent da: Prognosen er ledernes egen. Tallene siger ikke, om merforbruget skyldes pris, mængde eller tidspunkt.
-- silent en: The forecast is the leaders' own. The figures do not say whether price, volume or timing is the reason.

with

span as (

    select * from marts.focus_areas__span

),

followup as (

    select * from marts.budget_followup__unit_period

),

setting as (

    select * from staging.setting

),

final as (

    select
        span.span,
        'expected_overspend' as signal,
        'finance' as domain,
        followup.unit_id,
        'unit' as subject_kind,
        followup.unit_id as subject_id,
        followup.unit_name as subject_name,
        'DKK' as unit,
        cast(followup.forecast_dkk as decimal(24, 6)) as value,
        cast(followup.revised_dkk as decimal(24, 6)) as reference,
        'budget' as reference_kind,
        -- A forecast calls for attention when it passes both.
        cast(greatest(setting.act_dkk, setting.act_share * abs(followup.revised_dkk)) as decimal(24, 6)) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(abs(followup.forecast_variance_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from span
    inner join followup
        on
            span.fiscal_year = followup.fiscal_year
            and span.last_period = followup.period
    cross join setting
    where
        followup.organisation_view = 'today'
        and followup.budget_basis = 'with_carry_over'
        and followup.forecast_dkk is not null

)

select * from final
