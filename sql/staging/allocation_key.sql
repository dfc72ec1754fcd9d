-- grain: one row per accepted number of a key

with

allocation_key as (

    select * from raw.allocation_key

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        key_name,
        unit_id,
        cast(counted_on as date) as counted_on,
        cast(number as decimal(18, 2)) as number
    from allocation_key

)

select * from final
