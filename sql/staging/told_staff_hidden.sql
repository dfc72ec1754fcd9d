-- grain: one row per domain and unit that earlier releases have hidden
-- materialise: view

with

told_staff_hidden as (

    select * from raw.told_staff_hidden

)

select * from told_staff_hidden
