-- grain: one row per line that a dated correction drops or mends

with

correction as (

    select * from raw.correction

)

select * from correction
