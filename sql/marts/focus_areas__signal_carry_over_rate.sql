-- grain: one row per span that ends a year and unit with capital projects
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: capital_carry_overs
-- name da: Overførte anlægsmidler
-- name en: Capital money carried over
-- title da: {subject} overfører en større del af årets anlægsmidler end kommunen
-- title en: {subject} carries over more of the year's capital money than the municipality
-- good da: {subject} bruger en større del af årets anlægsmidler end kommunen
-- good en: {subject} spends more of the year's capital money than the municipality
-- sees da: {subject} overfører {value} af årets anlægsmidler til næste år. Hele kommunen overfører {reference}.
-- sees en: {subject} carries over {value} of the year's capital money to next year. The whole municipality carries over
--     {reference}.
-- why da: Penge, der flyttes fra år til år, viser, at planen er større end det, der kan nås, og andre projekter venter
--     imens.
-- why en: Money that moves from year to year shows that the plan is larger than what can be done, and other projects
--     wait meanwhile.
-- silent da: Andelen er netto: Et projekt, der har brugt for meget, skjuler et, der ikke er kommet i gang.
-- silent en: The share is net: a project that has spent too much hides one that has not begun.

with

span as (

    select * from marts.focus_areas__span

),

unit_year as (

    select * from marts.capital_carry_overs__unit_year

),

municipality_year as (

    select * from marts.capital_carry_overs__municipality_year

),

setting as (

    select * from staging.capital_setting

),

final as (

    select
        span.span,
        'carry_over_rate' as signal,
        'capital' as domain,
        unit_year.unit_id,
        'unit' as subject_kind,
        unit_year.unit_id as subject_id,
        unit_year.unit_name as subject_name,
        'share' as unit,
        cast(unit_year.carry_over_rate_share as decimal(24, 6)) as value,
        cast(municipality_year.carry_over_rate_share as decimal(24, 6)) as reference,
        'municipality' as reference_kind,
        -- Ten points, and no less money than calls for attention in a single project.
        cast(greatest(0.1, setting.money_act_dkk / nullif(abs(unit_year.revised_allotment_dkk), 0)) as decimal(24, 6))
            as threshold,
        1 as bad_side,
        true as has_strength,
        cast(
            abs(unit_year.carry_over_rate_share - municipality_year.carry_over_rate_share)
            * abs(unit_year.revised_allotment_dkk) as decimal(18, 2)
        ) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from span
    inner join unit_year
        on
            span.last_period = 12
            and span.fiscal_year = unit_year.fiscal_year
    inner join municipality_year on unit_year.fiscal_year = municipality_year.fiscal_year
    cross join setting
    where unit_year.is_closed_year and unit_year.carry_over_rate_share is not null

)

select * from final
