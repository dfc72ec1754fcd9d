-- grain: one row per allocation that is not used, and why

with

allocation_set_aside as (

    select * from raw.allocation_set_aside

)

select * from allocation_set_aside
