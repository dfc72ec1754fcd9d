-- grain: one row per employee, delivered unit and month with sickness: its hours, and those of long spells
-- scope: build
-- key: employee_key, unit_id, day
-- Private: single employees.

with

absence as (

    select * from staging.absence

),

month_known as (

    select * from marts.staff__month

),

chosen as (

    select * from staging.staff_setting

),

newest as (

    select max(day) as day from month_known

),

-- Who is still absent is so until the newest month's end.
ended as (

    select
        absence.employee_key,
        absence.unit_id,
        absence.absence_hours,
        absence.date_from,
        greatest(coalesce(absence.date_to, newest.day), absence.date_from) as date_to
    from absence
    cross join newest

),

-- A line that begins no later than the day after all earlier ones ended goes on with their spell.
linked as (

    select
        *,
        coalesce(
            date_from > max(date_to) over (
                partition by employee_key
                order by date_from, date_to
                rows between unbounded preceding and 1 preceding
            ) + interval 1 day,
            true
        ) as begins_spell
    from ended

),

numbered as (

    select
        *,
        count(*) filter (where begins_spell) over (
            partition by employee_key
            order by date_from, date_to
            rows unbounded preceding
        ) as spell
    from linked

),

spell as (

    select
        employee_key,
        spell,
        max(date_to) - min(date_from) + 1 as day_count
    from numbered
    group by employee_key, spell

),

-- A line's hours lie evenly over its days, so that each month has its own.
in_month as (

    select
        numbered.employee_key,
        numbered.unit_id,
        month_known.day,
        spell.day_count > chosen.long_spell_days as is_long,
        -- In whole seconds, so that sums are the same in any order.
        cast(numbered.absence_hours * 3600 as bigint)
        * (least(numbered.date_to, month_known.day) - greatest(numbered.date_from, month_known.first_day) + 1)
        // (numbered.date_to - numbered.date_from + 1) as sickness_seconds
    from numbered
    inner join spell
        on
            numbered.employee_key = spell.employee_key
            and numbered.spell = spell.spell
    inner join month_known
        on
            numbered.date_to >= month_known.first_day
            and numbered.date_from <= month_known.day
    cross join chosen

),

final as (

    select
        employee_key,
        unit_id,
        day,
        cast(sum(sickness_seconds) as bigint) as sickness_seconds,
        cast(coalesce(sum(sickness_seconds) filter (where is_long), 0) as bigint) as long_seconds
    from in_month
    group by employee_key, unit_id, day

)

select * from final
