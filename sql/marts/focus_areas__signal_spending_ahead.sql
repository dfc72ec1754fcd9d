-- grain: one row per span before the year's end and unit with a budget
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: budget_followup
-- name da: Forbrug til dato
-- name en: Spending to date
-- title da: {subject} har brugt {money} mere end budgettet til dato
-- title en: {subject} has spent {money} more than the budget to date
-- sees da: {until} har {subject} brugt {value}. Efter det periodiserede budget skulle det have været {reference}.
-- sees en: {until}, {subject} has spent {value}. By the phased budget it should have been {reference}.
-- why da: Er forbruget foran budgettet, rækker pengene ikke året ud, medmindre takten falder.
-- why en: Where spending is ahead of the budget, the money does not last the year unless the pace falls.
-- silent da: Hvor enheden ikke selv har periodiseret, er budgettet fordelt på måneder efter tidligere år. En regning,
--     der kommer tidligere end da, kan være hele forklaringen.
-- silent en: Where the unit has not phased its budget itself, it is spread over months as earlier years were. A bill
--     that comes earlier than it did then may be all there is to it.

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
        'spending_ahead' as signal,
        'finance' as domain,
        money.unit_id,
        'unit' as subject_kind,
        money.unit_id as subject_id,
        money.unit_name as subject_name,
        'DKK' as unit,
        cast(money.actual_dkk as decimal(24, 6)) as value,
        cast(money.phased_dkk as decimal(24, 6)) as reference,
        'budget' as reference_kind,
        -- The same kroner as of the whole year: what is ahead by so much will be over by as much.
        cast(greatest(setting.act_dkk, setting.act_share * abs(money.revised_dkk)) as decimal(24, 6)) as threshold,
        1 as bad_side,
        false as has_strength,
        cast(abs(money.actual_dkk - money.phased_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(money.phasing_estimated_share as decimal(9, 6)) as doubtful_share
    from money
    cross join setting
    -- In December the phased budget is the year's, and that is told by the year's spending.
    where money.last_period < 12

)

select * from final
