-- grain: one row per position that is vacant, frozen or released, as it stands in the newest month
-- scope: unit_today
-- order: sort_order, position_id
-- key: position_id

with

position_change as (

    select * from staging.position

),

month_known as (

    select * from marts.staff__month

),

landing as (

    select * from marts.staff__landing

),

unit as (

    select * from marts.staff__unit

),

newest as (

    select max(day) as day from month_known

),

standing as (

    select position_change.*
    from position_change
    inner join newest on position_change.status_date <= newest.day
    qualify
        row_number() over (
            partition by position_change.position_id
            order by position_change.status_date desc, position_change.file desc, position_change.line desc
        ) = 1

),

since as (

    select
        position_id,
        min(status_date) as vacant_since
    from position_change
    where
        status_date > coalesce(
            (
                select max(filled.status_date)
                from position_change as filled
                where filled.position_id = position_change.position_id and filled.status = 'filled'
            ),
            date '0001-01-01'
        )
    group by position_id

),

final as (

    select
        standing.position_id,
        standing.title,
        standing.status,
        standing.status_date,
        since.vacant_since,
        standing.dispensation,
        unit.unit_id,
        unit.unit_name,
        unit.unit_path,
        unit.sort_order,
        standing.file,
        standing.line
    from standing
    cross join newest
    inner join landing
        on
            newest.day = landing.day
            and standing.unit_id = landing.delivered_unit_id
    inner join unit
        on
            landing.day = unit.day
            and landing.unit_id = unit.unit_id
    left join since on standing.position_id = since.position_id
    where standing.status in ('frozen', 'released')

)

select * from final
