-- grain: one row per accepted count of places filled

with

target_count as (

    select * from raw.target_count

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        subject,
        unit_id,
        cast(counted_on as date) as counted_on,
        cast(year(cast(counted_on as date)) as integer) as fiscal_year,
        cast(places as bigint) as places,
        words
    from target_count

)

select * from final
