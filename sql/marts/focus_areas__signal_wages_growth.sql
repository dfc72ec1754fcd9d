-- grain: one row per span and unit with wages last year
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: budget_followup
-- name da: Lønudgifter mod sidste år
-- name en: Wages against last year
-- title da: Lønudgifterne i {subject} er steget {money} på et år
-- title en: Wages in {subject} have risen by {money} in a year
-- sees da: {until} er lønudgifterne i {subject} {value}. {year_before} var de {reference}.
-- sees en: {until}, wages in {subject} are {value}. {year_before} they were {reference}.
-- why da: Løn er bundet: En stigning, der ikke er planlagt, fortsætter næste år.
-- why en: Wages are bound: a rise that was not planned goes on next year.
-- silent da: Tallene skelner ikke mellem flere ansatte, højere løn og nye opgaver, og prisstigninger er ikke trukket
--     fra.
-- silent en: The figures do not tell more staff from higher pay or new tasks, and price rises are not taken out.

with

group_money as (

    select * from marts.focus_areas__group_money

),

setting as (

    select * from staging.setting

),

final as (

    select
        group_money.span,
        'wages_growth' as signal,
        'finance' as domain,
        group_money.unit_id,
        'unit' as subject_kind,
        group_money.unit_id as subject_id,
        group_money.unit_name as subject_name,
        'DKK' as unit,
        cast(group_money.actual_dkk as decimal(24, 6)) as value,
        cast(group_money.last_year_actual_dkk as decimal(24, 6)) as reference,
        'last_year' as reference_kind,
        -- Five per cent: what wages and prices rise by in most years does not call for attention by itself.
        cast(greatest(setting.act_dkk, 0.05 * abs(group_money.last_year_actual_dkk)) as decimal(24, 6)) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(abs(group_money.actual_dkk - group_money.last_year_actual_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from group_money
    cross join setting
    where group_money.account_group = 'wages' and group_money.last_year_actual_dkk > 0

)

select * from final
