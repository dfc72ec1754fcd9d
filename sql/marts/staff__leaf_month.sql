-- grain: one row per month and unit where staff are, with how many people each of its sums is about
-- scope: build
-- key: day, unit_id

with

told_month as (

    select * from marts.staff__told_month

),

final as (

    select
        day,
        unit_id,
        any_value(unit_path) as unit_path,
        count(*) filter (where paid_hundredths <> 0) as paid_people,
        count(*) filter (where paid_hundredths <> 0 and is_main) as paid_main,
        count(*) filter (where scheduled_hundredths > 0) as scheduled_people,
        count(*) filter (where scheduled_hundredths > 0 and is_main) as scheduled_main,
        count(*) filter (where wage_dkk <> 0) as wage_people,
        count(*) filter (where wage_dkk <> 0 and is_main) as wage_main,
        cast(sum(paid_hundredths) as bigint) as paid_hundredths,
        cast(sum(greatest(scheduled_hundredths, 0)) as bigint) as scheduled_hundredths,
        cast(sum(sickness_seconds) as bigint) as sickness_seconds,
        sum(wage_dkk) as wage_dkk
    from told_month
    where unit_path <> []
    group by day, unit_id

)

select * from final
