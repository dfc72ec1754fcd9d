-- grain: one row per allocation and fiscal year: the whole that is shared out, in its smallest parts

with

allocation_whole as (

    select * from raw.allocation_whole

)

select * from allocation_whole
