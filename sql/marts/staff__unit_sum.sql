-- grain: one row per month and shown unit with staff: sums over those below it, full-time equivalents rounded
-- scope: build
-- key: day, unit_id
-- Full-time equivalents hardly change from month to month: a difference of two months would be that of who came or
-- left. So each part that is told apart is rounded to as many as a figure must be about, and units are sums of parts.

with

leaf_month as (

    select * from marts.staff__leaf_month

),

part as (

    select * from marts.staff__part

),

hidden as (

    select * from marts.staff__hidden
    where domain = 'month'

),

chosen as (

    select * from staging.staff_setting

),

rounded_part as (

    select
        leaf_month.day,
        part.part_path,
        (2 * sum(leaf_month.paid_hundredths) + 16033 * max(chosen.fewest)) // (32066 * max(chosen.fewest))
        * max(chosen.fewest) as fte
    from leaf_month
    inner join part
        on
            leaf_month.day = part.day
            and leaf_month.unit_id = part.unit_id
    cross join chosen
    group by leaf_month.day, part.part_path

),

rounded_below as (

    select
        day,
        unnest(part_path) as unit_id,
        fte
    from rounded_part

),

rounded as (

    select
        day,
        unit_id,
        sum(fte) as fte
    from rounded_below
    group by day, unit_id

),

below as (

    select
        day,
        unnest(unit_path) as unit_id,
        paid_hundredths,
        scheduled_hundredths,
        sickness_seconds,
        wage_dkk,
        paid_people
    from leaf_month

),

summed as (

    select
        below.day,
        below.unit_id,
        sum(below.paid_hundredths) as paid_hundredths,
        sum(below.scheduled_hundredths) as scheduled_hundredths,
        sum(below.sickness_seconds) as sickness_seconds,
        sum(below.wage_dkk) as wage_dkk,
        cast(sum(below.paid_people) as bigint) as employments
    from below
    anti join hidden on below.unit_id = hidden.unit_id
    group by below.day, below.unit_id

),

final as (

    select
        summed.*,
        cast(rounded.fte as integer) as fte
    from summed
    inner join rounded
        on
            summed.day = rounded.day
            and summed.unit_id = rounded.unit_id

)

select * from final
