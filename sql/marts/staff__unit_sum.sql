-- grain: one row per month and shown unit with staff: sums over those below it, full-time equivalents rounded
-- scope: build
-- key: day, unit_id
-- Full-time equivalents hardly change from month to month: a difference of two months would be that of who came or
-- left. So each part that is told apart is rounded to as many as a figure must be about, and units are sums of parts.

with

leaf_month as (

    select * from marts.staff__leaf_month

),

hidden as (

    select * from marts.staff__hidden
    where domain = 'month'

),

chosen as (

    select * from staging.staff_setting

),

stepped as (

    select
        * exclude (unit_id, unit_path),
        unnest(unit_path) as unit_id,
        generate_subscripts(unit_path, 1) as depth,
        unit_path
    from leaf_month

),

shown as (

    select
        stepped.*,
        max(stepped.depth) over (partition by stepped.day, stepped.unit_path) as last_depth
    from stepped
    left join hidden on stepped.unit_id = hidden.unit_id
    where hidden.unit_id is null

),

-- The parts: what counts in the same shown units, no more and no fewer.
part as (

    select
        shown.day,
        shown.unit_path[:shown.depth] as unit_path,
        (2 * sum(shown.paid_hundredths) + 16033 * max(chosen.fewest)) // (32066 * max(chosen.fewest))
        * max(chosen.fewest) as fte
    from shown
    cross join chosen
    where shown.depth = shown.last_depth
    group by shown.day, shown.unit_path[:shown.depth]

),

part_of as (

    select
        day,
        unnest(unit_path) as unit_id,
        fte
    from part

),

rounded as (

    select
        day,
        unit_id,
        sum(fte) as fte
    from part_of
    group by day, unit_id

),

summed as (

    select
        day,
        unit_id,
        sum(paid_hundredths) as paid_hundredths,
        sum(scheduled_hundredths) as scheduled_hundredths,
        sum(sickness_seconds) as sickness_seconds,
        sum(wage_dkk) as wage_dkk,
        cast(sum(paid_people) as bigint) as employments
    from shown
    group by day, unit_id

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
