-- grain: one row per span and unit with income last year
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: budget_followup
-- name da: Indtægter mod sidste år
-- name en: Income against last year
-- title da: Indtægterne i {subject} er faldet {money} på et år
-- title en: Income in {subject} has fallen by {money} in a year
-- sees da: {until} har {subject} fået {value} i indtægter. {year_before} var det {reference}.
-- sees en: {until}, {subject} has had {value} in income. {year_before} it was {reference}.
-- why da: Indtægter, der udebliver, mangler krone for krone i budgettet og ses ofte først ved årets slutning.
-- why en: Income that does not come is missing from the budget krone for krone, and is often seen only at the end of
--     the year.
-- silent da: Tallene siger ikke, om pengene kommer senere, om taksten er ændret, eller om der er færre at opkræve for.
-- silent en: The figures do not say whether the money comes later, the rate has changed or there are fewer to charge.

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
        'income_fall' as signal,
        'finance' as domain,
        group_money.unit_id,
        'unit' as subject_kind,
        group_money.unit_id as subject_id,
        group_money.unit_name as subject_name,
        'DKK' as unit,
        cast(-group_money.actual_dkk as decimal(24, 6)) as value,
        cast(-group_money.last_year_actual_dkk as decimal(24, 6)) as reference,
        'last_year' as reference_kind,
        -- Five per cent, as of costs.
        cast(greatest(setting.act_dkk, 0.05 * abs(group_money.last_year_actual_dkk)) as decimal(24, 6)) as threshold,
        -1 as bad_side,
        false as has_strength,
        cast(abs(group_money.actual_dkk - group_money.last_year_actual_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from group_money
    cross join setting
    where group_money.account_group = 'income' and group_money.last_year_actual_dkk < 0

)

select * from final
