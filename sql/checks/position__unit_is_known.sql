-- severity: warning
-- sentence: A position belongs to a unit that the organisation does not know; it is counted nowhere.

with

position_change as (

    select * from staging.position

),

landing as (

    select * from marts.staff__landing

),

final as (

    select distinct
        position_change.position_id,
        position_change.unit_id,
        position_change.file
    from position_change
    where
        position_change.unit_id not in (select landing.delivered_unit_id from landing)
        and exists (select 1 from landing)

)

select * from final
