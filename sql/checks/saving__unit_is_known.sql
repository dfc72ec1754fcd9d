-- severity: warning
-- sentence: A savings measure belongs to a unit that the organisation does not have; it counts as unknown.

with

saving as (

    select * from staging.saving

),

organisation as (

    select * from staging.organisation

),

final as (

    select
        measure_id,
        measure_name,
        unit_id,
        file,
        line
    from saving
    where unit_id is null or unit_id not in (select organisation.unit_id from organisation)

)

select * from final
