-- grain: one row per employee, delivered unit and month
-- Private: single employees. Only marts that say who may never see them (scope: build) read it.

with

employment_month as (

    select * from raw.employment_month

),

typed as (

    select
        employee_key,
        unit_id,
        last_day(cast(month as date)) as day,
        cast(paid_hours as decimal(18, 2)) as paid_hours,
        cast(coalesce(scheduled_hours, paid_hours) as decimal(18, 2)) as scheduled_hours,
        cast(coalesce(wage_amount, '0') as decimal(18, 2)) as wage_dkk
    from employment_month

),

final as (

    select
        employee_key,
        unit_id,
        day,
        sum(paid_hours) as paid_hours,
        sum(scheduled_hours) as scheduled_hours,
        sum(wage_dkk) as wage_dkk
    from typed
    group by employee_key, unit_id, day

)

select * from final
