-- grain: one row, the municipality's own choices about forecasts

with

setting as (

    select * from raw.setting

),

final as (

    -- So many years of a unit's own errors are needed before they make a band.
    select cast(coalesce(max(value) filter (where name = 'band_minimum_years'), '3') as integer) as band_minimum_years
    from setting

)

select * from final
