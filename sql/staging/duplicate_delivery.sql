-- grain: one row per file that was delivered again with content already held

with

duplicate_delivery as (

    select * from raw.duplicate_delivery

)

select * from duplicate_delivery
