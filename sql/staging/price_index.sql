-- grain: one row per year of the price index that the municipality has chosen

with

setting as (

    select * from raw.setting

),

final as (

    select
        cast(replace(name, 'price_index_', '') as integer) as fiscal_year,
        cast(value as decimal(9, 3)) as price_index
    from setting
    where regexp_matches(name, '^price_index_[0-9]{4}$')

)

select * from final
