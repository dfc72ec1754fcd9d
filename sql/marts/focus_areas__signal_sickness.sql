-- grain: one row per span and unit whose sickness may be shown
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: HR og Politik
-- page: staff
-- name da: Sygefravær mod kommunens
-- name en: Sickness absence against the municipality's
-- title da: Sygefraværet i {subject} er {deviation} over kommunens
-- title en: Sickness absence in {subject} is {deviation} above the municipality's
-- good da: Sygefraværet i {subject} er {deviation} under kommunens
-- good en: Sickness absence in {subject} is {deviation} below the municipality's
-- sees da: De sidste 12 måneder har sygefraværet i {subject} været {value}; i hele kommunen {reference}.
-- sees en: Over the last 12 months sickness absence in {subject} was {value}; in the whole municipality {reference}.
-- why da: Fravær rammer dem, der er på arbejde, og dem, de er der for, og vikarer koster penge.
-- why en: Absence is felt by those at work and by those they are there for, and temporary staff cost money.
-- silent da: Tallene siger ikke, hvorfor nogen er syge, og de er ikke delt op efter faggruppe.
-- silent en: The figures do not say why anybody is ill, and they are not split by occupation.

with

staff as (

    select * from marts.focus_areas__staff

),

municipality_month as (

    select * from marts.staff__municipality_month

),

final as (

    select
        staff.span,
        'sickness' as signal,
        'staff' as domain,
        staff.unit_id,
        'unit' as subject_kind,
        staff.unit_id as subject_id,
        staff.unit_name as subject_name,
        'share' as unit,
        cast(staff.sickness_12_months_share as decimal(24, 6)) as value,
        cast(municipality_month.sickness_12_months_share as decimal(24, 6)) as reference,
        'municipality' as reference_kind,
        -- One point: more than two days of a year for each employee.
        cast(0.01 as decimal(24, 6)) as threshold,
        1 as bad_side,
        true as has_strength,
        cast(null as decimal(18, 2)) as money_dkk,
        cast(staff.staff_share as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from staff
    inner join municipality_month
        on
            staff.fiscal_year = municipality_month.fiscal_year
            and staff.last_period = municipality_month.period
    where staff.sickness_12_months_share is not null

)

select * from final
