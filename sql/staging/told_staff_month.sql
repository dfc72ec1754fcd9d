-- grain: one row per employee, unit and month that earlier releases have told
-- materialise: view

with

told_staff_month as (

    select * from raw.told_staff_month

)

select * from told_staff_month
