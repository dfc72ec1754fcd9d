-- grain: one row per span and unit with purchases of the kind
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Økonomi og Digitalisering
-- page: purchases
-- name da: Fakturaer, der bogføres i hånden
-- name en: Invoices by hand
-- title da: {subject} bogfører {deviation} færre af sine fakturaer automatisk end kommunen
-- title en: {subject} books {deviation} fewer of its invoices automatically than the municipality
-- good da: {subject} bogfører {deviation} flere af sine fakturaer automatisk end kommunen
-- good en: {subject} books {deviation} more of its invoices automatically than the municipality
-- sees da: {until} er {value} af årets fakturaer i {subject} bogført automatisk; i hele kommunen er det {reference}.
-- sees en: {until}, {value} of the year's invoices in {subject} were booked automatically; in the whole municipality it
--     was {reference}.
-- why da: En faktura, der bogføres i hånden, tager tid fra andet arbejde og giver flere fejl.
-- why en: An invoice that is booked by hand takes time from other work and brings more errors.
-- silent da: Tallene siger ikke, hvilke leverandører der kunne være automatiske, eller hvor lang tid hver faktura
--     tager.
-- silent en: The figures do not say which suppliers could be automatic, or how long each invoice takes.

with

span as (

    select * from marts.focus_areas__span

),

unit_period as (

    select * from marts.purchases__unit_period

),

municipality_period as (

    select * from marts.purchases__municipality_period

),

centre as (

    select * from marts.focus_areas__unit_span

),

final as (

    select
        span.span,
        'invoices_by_hand' as signal,
        'purchases' as domain,
        unit_period.unit_id,
        'unit' as subject_kind,
        unit_period.unit_id as subject_id,
        unit_period.unit_name as subject_name,
        'share' as unit,
        cast(unit_period.automated_invoice_share as decimal(24, 6)) as value,
        cast(municipality_period.automated_invoice_share as decimal(24, 6)) as reference,
        'municipality' as reference_kind,
        -- Ten points, and no less than 25 invoices: a small unit swings by more.
        cast(greatest(0.1, 25 / nullif(unit_period.told_invoice_count, 0)) as decimal(24, 6)) as threshold,
        -1 as bad_side,
        true as has_strength,
        cast(null as decimal(18, 2)) as money_dkk,
        cast(
            least(
                1, coalesce(unit_period.told_invoice_count / nullif(centre_period.told_invoice_count, 0), 0)
            ) as decimal(9, 6)
        ) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from span
    inner join unit_period
        on
            span.fiscal_year = unit_period.fiscal_year
            and span.last_period = unit_period.period
    inner join municipality_period
        on
            unit_period.fiscal_year = municipality_period.fiscal_year
            and unit_period.period = municipality_period.period
    inner join centre
        on
            span.span = centre.span
            and unit_period.unit_id = centre.unit_id
    left join unit_period as centre_period
        on
            unit_period.fiscal_year = centre_period.fiscal_year
            and unit_period.period = centre_period.period
            and centre.centre_id = centre_period.unit_id
    where unit_period.automated_invoice_share is not null and municipality_period.automated_invoice_share is not null

)

select * from final
