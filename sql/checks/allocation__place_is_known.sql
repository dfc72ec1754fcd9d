-- severity: warning
-- sentence: A pool or a target names a unit that the organisation does not have, so the unit decides nothing there.

with

allocation as (

    select * from staging.allocation

),

given as (

    select * from staging.allocation_given

),

organisation as (

    select * from staging.organisation

),

named_place as (

    select
        allocation,
        unnest(list_concat(units, left_out_units)) as unit_id
    from allocation

    union all

    select
        allocation,
        unit_id
    from given

),

final as (

    select distinct
        allocation,
        unit_id
    from named_place
    where unit_id not in (select organisation.unit_id from organisation)

)

select * from final
