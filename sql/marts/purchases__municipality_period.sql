-- grain: one row per fiscal year and period: the whole municipality's rates until then, for a unit to be held against
-- scope: everybody
-- order: fiscal_year, period
-- primary key: fiscal_year, period
-- Rates only, in whole per mille: no kroner of another unit can be worked out from them.

with

unit_period as (

    select * from marts.purchases__unit_period

),

final as (

    select
        fiscal_year,
        period,
        round(automated_invoice_share, 3) as automated_invoice_share,
        round(agreement_coverage_share, 3) as agreement_coverage_share,
        round(consultant_share, 3) as consultant_share
    from unit_period
    where unit_id = 'municipality'

)

select * from final
