-- severity: warning
-- sentence: A pool or a target is shared by a key in which no unit has anything, so nobody has a part of it.

with

allocation as (

    select * from staging.allocation

),

key_number as (

    select * from marts.allocation__key

),

final as (

    select
        allocation,
        key_kind,
        base_year
    from allocation
    where allocation not in (select key_number.allocation from key_number)

)

select * from final
