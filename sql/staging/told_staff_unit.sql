-- grain: one row per month and unit that earlier releases have told, as the organisation was told then
-- materialise: view

with

told_staff_unit as (

    select * from raw.told_staff_unit

)

select * from told_staff_unit
