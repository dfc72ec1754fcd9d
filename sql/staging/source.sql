-- grain: one row per source spec

with

source as (

    select * from raw.source

)

select * from source
