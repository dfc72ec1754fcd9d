-- grain: one row per unit and month that earlier releases have told: the part that it was rounded in
-- materialise: view

with

told_staff_part as (

    select * from raw.told_staff_part

)

select * from told_staff_part
