-- grain: one row per source: declared by a spec, or with a delivery in force

with

source as (

    select * from raw.source

)

select * from source
