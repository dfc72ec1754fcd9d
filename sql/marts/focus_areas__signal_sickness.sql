-- grain: one row per span and unit whose sickness may be shown
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: HR
-- page: staff
-- name da: Sygefravær
-- name en: Sickness absence
-- title da: Sygefraværet i {subject} er {deviation} over kommunens
-- title en: Sickness absence in {subject} is {deviation} above the municipality's
-- good da: Sygefraværet i {subject} er {deviation} under kommunens
-- good en: Sickness absence in {subject} is {deviation} below the municipality's
-- sees da: De sidste 12 måneder har sygefraværet i {subject} været {value}; i hele kommunen {reference}.
-- sees en: Over the last 12 months sickness absence in {subject} was {value}; in the whole municipality {reference}.
-- why da: Fravær rammer dem, der er på arbejde, og dem, de er der for, og vikarer koster penge.
-- why en: Absence is felt by those at work and by those they are there for, and temporary staff cost money.
-- silent da: Tallene siger ikke, hvorfor nogen er syge, og de deler ikke op efter faggruppe.
-- silent en: The figures do not say why anybody is ill, and they are not split by occupation.

with

span as (

    select * from marts.focus_areas__span

),

unit_month as (

    select * from marts.staff__unit_month

),

municipality_month as (

    select * from marts.staff__municipality_month

),

final as (

    select
        span.span,
        'sickness' as signal,
        'staff' as domain,
        unit_month.unit_id,
        'unit' as subject_kind,
        unit_month.unit_id as subject_id,
        unit_month.unit_name as subject_name,
        'share' as unit,
        cast(unit_month.sickness_12_months_share as decimal(24, 6)) as value,
        cast(municipality_month.sickness_12_months_share as decimal(24, 6)) as reference,
        'municipality' as reference_kind,
        cast(0.01 as decimal(24, 6)) as threshold,
        1 as bad_side,
        true as has_strength,
        cast(null as decimal(18, 2)) as money_dkk,
        -- Of the centre's full-time equivalents; both are rounded, and a centre that is hidden is not told.
        cast(least(1, coalesce(unit_month.fte / nullif(centre.fte, 0), 0)) as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from span
    inner join unit_month
        on
            span.fiscal_year = unit_month.fiscal_year
            and span.last_period = unit_month.period
    inner join municipality_month
        on
            unit_month.fiscal_year = municipality_month.fiscal_year
            and unit_month.period = municipality_month.period
    left join unit_month as centre
        on
            unit_month.fiscal_year = centre.fiscal_year
            and unit_month.period = centre.period
            and unit_month.centre_id = centre.unit_id
    where unit_month.sickness_12_months_share is not null

)

select * from final
