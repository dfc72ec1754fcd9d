-- grain: one row per fiscal year that is over: the whole municipality's rates, for a unit to be held against
-- scope: everybody
-- order: fiscal_year
-- primary key: fiscal_year
-- Rates only, in whole per mille: no kroner of another unit can be worked out from them.

with

unit_year as (

    select * from marts.capital_carry_overs__unit_year

),

final as (

    select
        fiscal_year,
        round(carry_over_rate_share, 3) as carry_over_rate_share,
        round(carry_over_gross_rate_share, 3) as carry_over_gross_rate_share,
        round(supplementary_level_share, 3) as supplementary_level_share,
        round(supplementary_level_gross_share, 3) as supplementary_level_gross_share,
        round(phasing_precision_share, 3) as phasing_precision_share,
        round(spent_of_adopted_share, 3) as spent_of_adopted_share,
        round(spent_of_revised_share, 3) as spent_of_revised_share
    from unit_year
    where unit_id = 'municipality' and is_closed_year

)

select * from final
