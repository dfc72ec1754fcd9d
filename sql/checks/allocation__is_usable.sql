-- severity: warning
-- sentence: A pool or a target contradicts itself or another one and is set aside, so nobody has a part of it.

with

set_aside as (

    select * from staging.allocation_set_aside

),

final as (

    select
        place,
        allocation,
        problem,
        remedy
    from set_aside

)

select * from final
