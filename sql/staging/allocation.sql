-- grain: one row per pool or subject that is shared out, in the order of the file

with

allocation as (

    select * from raw.allocation

)

select * from allocation
