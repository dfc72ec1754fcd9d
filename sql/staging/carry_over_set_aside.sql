-- grain: one row per carry-over rule that is not used

with

set_aside as (

    select * from raw.carry_over_set_aside

)

select * from set_aside
