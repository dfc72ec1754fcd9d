-- grain: one row per span and unit with operations last year
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: budget_followup
-- name da: Driftsudgifter mod sidste år
-- name en: Operations against last year
-- title da: Driftsudgifterne i {subject} er steget {money} på et år
-- title en: Operating costs in {subject} have risen by {money} in a year
-- sees da: {until} er udgifterne ud over løn i {subject} {value}. {year_before} var de {reference}.
-- sees en: {until}, costs other than wages in {subject} are {value}. {year_before} they were {reference}.
-- why da: En stigning, som ingen har besluttet, er lettest at standse, mens den er ny.
-- why en: A rise that nobody has decided is easiest to stop while it is new.
-- silent da: Tallene siger ikke, om det er pris eller mængde, eller om en regning er kommet tidligere end sidste år.
-- silent en: The figures do not say whether it is price or volume, or whether a bill came earlier than last year.

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
        'operations_growth' as signal,
        'finance' as domain,
        group_money.unit_id,
        'unit' as subject_kind,
        group_money.unit_id as subject_id,
        group_money.unit_name as subject_name,
        'DKK' as unit,
        cast(group_money.actual_dkk as decimal(24, 6)) as value,
        cast(group_money.last_year_actual_dkk as decimal(24, 6)) as reference,
        'last_year' as reference_kind,
        -- A tenth: prices rise by a few per cent in most years, and bills move between months.
        cast(greatest(setting.act_dkk, 0.1 * abs(group_money.last_year_actual_dkk)) as decimal(24, 6)) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(abs(group_money.actual_dkk - group_money.last_year_actual_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from group_money
    cross join setting
    where group_money.account_group = 'operations' and group_money.last_year_actual_dkk > 0

)

select * from final
