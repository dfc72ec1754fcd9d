-- grain: one row per allocation and unit whose number of the key stands in the file

with

allocation_given as (

    select * from raw.allocation_given

)

select * from allocation_given
