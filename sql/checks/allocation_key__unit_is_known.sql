-- severity: warning
-- sentence: A number that targets are shared by is of a unit that the organisation does not have; it counts for nobody.

with

allocation_key as (

    select * from staging.allocation_key

),

organisation as (

    select * from staging.organisation

),

final as (

    select
        key_name,
        unit_id,
        number,
        file,
        line
    from allocation_key
    where unit_id not in (select organisation.unit_id from organisation)

)

select * from final
