-- grain: one row per purpose that an underspend may be carried for

with

carry_over_purpose as (

    select * from raw.carry_over_purpose

)

select * from carry_over_purpose
