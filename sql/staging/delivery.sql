-- grain: one row per delivery ever held

with

delivery as (

    select * from raw.delivery

)

select * from delivery
