-- grain: one row per change of a position

with

delivered as (

    select * from raw.position

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        position_id,
        unit_id,
        status,
        cast(status_date as date) as status_date,
        title,
        dispensation
    from delivered

)

select * from final
