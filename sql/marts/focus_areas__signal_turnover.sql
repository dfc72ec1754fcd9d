-- grain: one row per span that ends a year and unit whose turnover may be shown
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: HR og Politik
-- page: staff
-- name da: Personaleomsætning
-- name en: Turnover of staff
-- title da: Personaleomsætningen i {subject} er {deviation} over kommunens
-- title en: Turnover of staff in {subject} is {deviation} above the municipality's
-- good da: Personaleomsætningen i {subject} er {deviation} under kommunens
-- good en: Turnover of staff in {subject} is {deviation} below the municipality's
-- sees da: Personaleomsætningen i {subject} var {value} i året; i hele kommunen {reference}.
-- sees en: Turnover of staff in {subject} was {value} in the year; in the whole municipality {reference}.
-- why da: Hver fratræden koster oplæring, og dem, der bliver, løfter imens.
-- why en: Each departure costs training, and those who stay carry the load meanwhile.
-- silent da: Tallene siger ikke, hvorfor nogen er rejst: pension, nyt job eller en stilling, der hørte op.
-- silent en: The figures do not say why anybody left: a pension, another job or a position that ended.

with

staff as (

    select * from marts.focus_areas__staff

),

unit_year as (

    select * from marts.staff__unit_year

),

municipality_year as (

    select *
    from unit_year
    where unit_id = 'municipality'

),

final as (

    select
        staff.span,
        'turnover' as signal,
        'staff' as domain,
        staff.unit_id,
        'unit' as subject_kind,
        staff.unit_id as subject_id,
        staff.unit_name as subject_name,
        'share' as unit,
        cast(unit_year.turnover_share as decimal(24, 6)) as value,
        cast(municipality_year.turnover_share as decimal(24, 6)) as reference,
        'municipality' as reference_kind,
        -- Five points: one more of every twenty.
        cast(0.05 as decimal(24, 6)) as threshold,
        1 as bad_side,
        true as has_strength,
        cast(null as decimal(18, 2)) as money_dkk,
        cast(staff.staff_share as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from staff
    inner join unit_year
        on
            staff.fiscal_year = unit_year.fiscal_year
            and staff.last_period = unit_year.period
            and staff.unit_id = unit_year.unit_id
    inner join municipality_year
        on
            unit_year.fiscal_year = municipality_year.fiscal_year
            and unit_year.period = municipality_year.period
    where unit_year.turnover_share is not null and municipality_year.turnover_share is not null

)

select * from final
