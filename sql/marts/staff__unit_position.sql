-- grain: one row per month and unit with positions under the hiring freeze at or below it
-- scope: build
-- key: day, unit_id

with

position_change as (

    select * from staging.position

),

landing as (

    select * from marts.staff__landing

),

month_known as (

    select * from marts.staff__month

),

unit as (

    select * from marts.staff__unit

),

-- As it stood at the month's end; of two changes on one day the later line counts.
standing as (

    select
        month_known.day,
        position_change.position_id,
        arg_max(
            position_change.unit_id,
            (position_change.status_date, position_change.file, position_change.line)
        ) as delivered_unit_id,
        arg_max(
            position_change.status,
            (position_change.status_date, position_change.file, position_change.line)
        ) as status,
        max(position_change.status_date) as status_date
    from position_change
    inner join month_known on position_change.status_date <= month_known.day
    group by month_known.day, position_change.position_id

),

below as (

    select
        standing.day,
        standing.status,
        standing.status_date > standing.day - interval 12 month as is_recent,
        unnest(unit.unit_path) as unit_id
    from standing
    inner join landing
        on
            standing.day = landing.day
            and standing.delivered_unit_id = landing.delivered_unit_id
    inner join unit
        on
            landing.day = unit.day
            and landing.unit_id = unit.unit_id

),

final as (

    select
        day,
        unit_id,
        count(*) filter (where status = 'frozen') as frozen_positions,
        count(*) filter (where status = 'released') as released_positions,
        count(*) filter (where status = 'filled' and is_recent) as filled_positions
    from below
    group by day, unit_id

)

select * from final
