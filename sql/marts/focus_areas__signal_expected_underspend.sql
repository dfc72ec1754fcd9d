-- grain: one row per span and unit whose leaders have given a forecast
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: budget_followup
-- name da: Mindreforbrug
-- name en: Underspend
-- title da: Mindreforbrug på {money} i {subject}
-- title en: {subject} underspends by {money}
-- sees da: Årets forbrug i {subject} står til {value}. Det korrigerede budget er {reference}.
-- sees en: The year's spending in {subject} stands at {value}. The revised budget is {reference}.
-- why da: Penge, der ikke bruges, kan gøre gavn et andet sted, eller de overføres til næste år. Jo før det aftales, jo
--     flere muligheder er der.
-- why en: Money that is not spent can do good elsewhere, or is carried over to next year. The sooner this is agreed,
--     the more can be done.
-- silent da: Tallene siger ikke, om opgaven er løst billigere, er udskudt eller slet ikke er løst.
-- silent en: The figures do not say whether the task was done at a lower price, was put off or was not done at all.

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
        'expected_underspend' as signal,
        'finance' as domain,
        money.unit_id,
        'unit' as subject_kind,
        money.unit_id as subject_id,
        money.unit_name as subject_name,
        'DKK' as unit,
        cast(money.year_dkk as decimal(24, 6)) as value,
        cast(money.revised_dkk as decimal(24, 6)) as reference,
        'budget' as reference_kind,
        -- Twice that of an overspend: whoever keeps a budget holds something back.
        cast(2 * greatest(setting.act_dkk, setting.act_share * abs(money.revised_dkk)) as decimal(24, 6)) as threshold,
        -1 as bad_side,
        false as has_strength,
        cast(abs(money.year_dkk - money.revised_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(money.forecast_missing_share as decimal(9, 6)) as doubtful_share
    from money
    cross join setting
    where money.year_dkk is not null

)

select * from final
