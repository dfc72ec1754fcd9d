-- grain: one row per month: the municipality's sickness, to hold a unit's against
-- scope: everybody
-- order: fiscal_year, period
-- primary key: fiscal_year, period

with

unit_month as (

    select * from marts.staff__unit_month

),

chosen as (

    select * from staging.staff_setting

),

final as (

    select
        unit_month.fiscal_year,
        unit_month.period,
        unit_month.last_day,
        unit_month.is_latest,
        unit_month.sickness_share,
        unit_month.sickness_12_months_share,
        unit_month.sickness_days_per_fte,
        chosen.fewest,
        chosen.absence_of,
        chosen.long_spell_days
    from unit_month
    cross join chosen
    where unit_month.unit_id = 'municipality'

)

select * from final
