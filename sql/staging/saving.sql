-- grain: one row per accepted measure and year of a savings programme

with

saving as (

    select * from raw.saving

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        measure_id,
        measure_name,
        programme_id,
        coalesce(programme_name, programme_id) as programme_name,
        unit_id,
        responsible,
        cast(starts_on as date) as starts_on,
        cast(deadline as date) as deadline,
        cast(fiscal_year as integer) as fiscal_year,
        cast(amount as decimal(18, 2)) as target_dkk
    from saving

)

select * from final
