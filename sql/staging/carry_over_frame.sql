-- grain: one row per fiscal year and frame that counts in it

with

carry_over_frame as (

    select * from raw.carry_over_frame

)

select * from carry_over_frame
