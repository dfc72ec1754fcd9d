-- grain: one row per employee, unit and month, as payroll has it now
-- scope: build
-- key: employee_key, unit_id, day
-- Private: single employees.

with

employment_month as (

    select * from staging.employment_month

),

landing as (

    select * from marts.staff__landing

),

month_known as (

    select * from marts.staff__month

),

sickness_month as (

    select * from marts.staff__sickness_month

),

employed as (

    select
        employment_month.day,
        landing.unit_id,
        employment_month.employee_key,
        -- Whole hundredths of an hour, so that what is made of them is the same in any order.
        cast(sum(employment_month.paid_hours) * 100 as bigint) as paid_hundredths,
        cast(sum(employment_month.scheduled_hours) * 100 as bigint) as scheduled_hundredths,
        sum(employment_month.wage_dkk) as wage_dkk
    from employment_month
    inner join landing
        on
            employment_month.day = landing.day
            and employment_month.unit_id = landing.delivered_unit_id
    group by all

),

sick as (

    select
        sickness_month.day,
        landing.unit_id,
        sickness_month.employee_key,
        sum(sickness_month.sickness_seconds) as sickness_seconds,
        sum(sickness_month.long_seconds) as long_seconds
    from sickness_month
    inner join landing
        on
            sickness_month.day = landing.day
            and sickness_month.unit_id = landing.delivered_unit_id
    group by all

),

-- The unit with most hours, of those who work for more than one.
several as (

    select
        day,
        employee_key,
        max_by(unit_id, (paid_hundredths, unit_id)) as unit_id
    from employed
    group by day, employee_key
    having count(*) > 1

),

at_work as (

    select distinct
        employee_key,
        day
    from employment_month
    where paid_hours <> 0 or scheduled_hours > 0

),

final as (

    select
        employed.*,
        -- Sickness of who had no hours to work, or works elsewhere, is of nobody that the share is about.
        cast(case when employed.scheduled_hundredths > 0 then coalesce(sick.sickness_seconds, 0) else 0 end as bigint)
            as sickness_seconds,
        cast(case when employed.scheduled_hundredths > 0 then coalesce(sick.long_seconds, 0) else 0 end as bigint)
            as long_seconds,
        (several.unit_id is null or several.unit_id = employed.unit_id)
        and (employed.paid_hundredths <> 0 or employed.scheduled_hundredths > 0)
        and month_known.is_followed
        and at_work.employee_key is null as is_leaver
    from employed
    inner join month_known on employed.day = month_known.day
    left join sick
        on
            employed.day = sick.day
            and employed.unit_id = sick.unit_id
            and employed.employee_key = sick.employee_key
    left join several
        on
            employed.day = several.day
            and employed.employee_key = several.employee_key
    left join at_work
        on
            employed.employee_key = at_work.employee_key
            and last_day(employed.day + interval 1 day) = at_work.day

)

select * from final
