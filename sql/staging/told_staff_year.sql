-- grain: one row per employee, unit and count of a whole year that earlier releases have told
-- materialise: view

with

told_staff_year as (

    select * from raw.told_staff_year

)

select * from told_staff_year
