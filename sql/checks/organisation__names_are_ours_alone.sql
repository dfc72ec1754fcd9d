-- severity: warning
-- sentence: A unit has a number kept for the municipality or for unknown cost centres; it is not used.

with

organisation as (

    select * from staging.organisation

),

final as (

    select
        unit_id,
        unit_name,
        file,
        line
    from organisation
    where unit_id in ('municipality', 'unknown')

)

select * from final
