-- grain: one row per span and unit with purchases of the kind
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Økonomi og Digitalisering
-- page: purchases
-- name da: Køb på aftale
-- name en: Purchases on agreement
-- title da: {subject} køber {deviation} mindre på aftale end kommunen
-- title en: {subject} buys {deviation} less on agreement than the municipality
-- good da: {subject} køber {deviation} mere på aftale end kommunen
-- good en: {subject} buys {deviation} more on agreement than the municipality
-- sees da: {until} har {subject} brugt aftalerne ved {value} af årets indkøb af varer, der er en aftale om; i hele
--     kommunen er det {reference}.
-- sees en: {until}, {subject} has used the agreements for {value} of the year's purchases of goods that there is an
--     agreement on; in the whole municipality it is {reference}.
-- why da: Uden for aftalen er prisen ofte højere, og ingen har vurderet leverandøren.
-- why en: Outside the agreement the price is often higher, and nobody has vetted the supplier.
-- silent da: Tallene siger ikke, om varen fandtes på aftalen, eller hvad den havde kostet dér.
-- silent en: The figures do not say whether the goods were on the agreement, or what they would have cost there.

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

setting as (

    select * from staging.setting

),

final as (

    select
        span.span,
        'outside_agreement' as signal,
        'purchases' as domain,
        unit_period.unit_id,
        'unit' as subject_kind,
        unit_period.unit_id as subject_id,
        unit_period.unit_name as subject_name,
        'share' as unit,
        cast(unit_period.agreement_coverage_share as decimal(24, 6)) as value,
        cast(municipality_period.agreement_coverage_share as decimal(24, 6)) as reference,
        'municipality' as reference_kind,
        -- Ten points, and no less than the kroner of an overspend: a small unit swings by more.
        -- What is at stake is what the difference comes to, not all that was bought.
        cast(greatest(0.1, setting.act_dkk / nullif(unit_period.agreement_category_dkk, 0)) as decimal(24, 6))
            as threshold,
        -1 as bad_side,
        true as has_strength,
        cast(
            abs(unit_period.agreement_coverage_share - municipality_period.agreement_coverage_share)
            * abs(unit_period.agreement_category_dkk) as decimal(18, 2)
        ) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
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
    cross join setting
    where
        unit_period.agreement_coverage_share between 0 and 1
        and municipality_period.agreement_coverage_share is not null

)

select * from final
