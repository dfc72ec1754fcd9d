-- grain: one row per employee, unit and month that staff figures are made of
-- scope: build
-- key: employee_key, unit_id, day
-- Private: single employees. Whoever has kept an earlier release can subtract it. So what a unit's month has told stays
-- until it has changed for as many employees as a figure must be about, in each thing that is counted; else the
-- difference would be about the few whose sickness came late.

with

person_month as (

    select * from marts.staff__person_month

),

place as (

    select * from marts.staff__place

),

month_known as (

    select * from marts.staff__month

),

told_month as (

    select told.*
    from staging.told_staff_month as told
    semi join month_known on told.day = month_known.day

),

chosen as (

    select * from staging.staff_setting

),

told_day as (

    select distinct day from told_month

),

now as (

    select
        person_month.day,
        person_month.unit_id,
        place.unit_path,
        person_month.employee_key,
        person_month.paid_hundredths,
        person_month.scheduled_hundredths,
        person_month.sickness_seconds,
        person_month.wage_dkk
    from person_month
    inner join place
        on
            person_month.day = place.day
            and person_month.unit_id = place.unit_id

),

told_again as (

    select now.*
    from now
    semi join told_day on now.day = told_day.day

),

paired as (

    select
        coalesce(told_again.day, told_month.day) as day,
        coalesce(told_again.unit_id, told_month.unit_id) as unit_id,
        coalesce(told_again.paid_hundredths, 0) <> coalesce(told_month.paid_hundredths, 0) as is_paid,
        coalesce(told_again.scheduled_hundredths, 0) <> coalesce(told_month.scheduled_hundredths, 0) as is_scheduled,
        coalesce(told_again.sickness_seconds, 0) <> coalesce(told_month.sickness_seconds, 0) as is_sickness,
        coalesce(told_again.wage_dkk, 0) <> coalesce(told_month.wage_dkk, 0) as is_wage
    from told_again
    full join told_month
        on
            told_again.day = told_month.day
            and told_again.unit_id = told_month.unit_id
            and told_again.employee_key = told_month.employee_key

),

kept as (

    select
        paired.day,
        paired.unit_id
    from paired
    cross join chosen
    group by paired.day, paired.unit_id, chosen.fewest
    having
        count(*) filter (where paired.is_paid) between 1 and chosen.fewest - 1
        or count(*) filter (where paired.is_scheduled) between 1 and chosen.fewest - 1
        or count(*) filter (where paired.is_sickness) between 1 and chosen.fewest - 1
        or count(*) filter (where paired.is_wage) between 1 and chosen.fewest - 1

),

held as (

    select
        now.*,
        false as is_kept
    from now
    anti join kept
        on
            now.day = kept.day
            and now.unit_id = kept.unit_id

    union all by name

    select
        told_month.*,
        true as is_kept
    from told_month
    semi join kept
        on
            told_month.day = kept.day
            and told_month.unit_id = kept.unit_id

),

-- The unit with most hours, of those who work for more than one.
several as (

    select
        day,
        employee_key,
        max_by(unit_id, (paid_hundredths, unit_id)) as unit_id
    from held
    group by day, employee_key
    having count(*) > 1

),

final as (

    select
        held.*,
        coalesce(several.unit_id = held.unit_id, true) as is_main
    from held
    left join several
        on
            held.day = several.day
            and held.employee_key = several.employee_key

)

select * from final
