-- severity: warning
-- sentence: Sickness was delivered for employees who had no hours to work on that unit in that month; it is left out.

with

sickness_month as (

    select * from marts.staff__sickness_month

),

employment_month as (

    select * from staging.employment_month
    where scheduled_hours > 0

),

-- One row a month, however many they are: how many would be a figure about them.
final as (

    select distinct sickness_month.day
    from sickness_month
    anti join employment_month
        on
            sickness_month.day = employment_month.day
            and sickness_month.employee_key = employment_month.employee_key
            and sickness_month.unit_id = employment_month.unit_id

)

select * from final
