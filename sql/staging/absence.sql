-- grain: one row per accepted line of sickness absence
-- Private: single employees.

with

absence as (

    select * from raw.absence

),

final as (

    select
        employee_key,
        unit_id,
        cast(date_from as date) as date_from,
        cast(date_to as date) as date_to,
        cast(hours as decimal(18, 2)) as absence_hours
    from absence
    where cause_group in ('own_sickness', 'work_accident')

)

select * from final
