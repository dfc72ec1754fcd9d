-- grain: one row per month and delivered unit or cost centre, with the unit that its people and positions count in
-- scope: build
-- key: day, delivered_unit_id
-- What the organisation does not know has no row: its people are in no figure, which a check tells.

with

month_known as (

    select * from marts.staff__month

),

employment_month as (

    select * from staging.employment_month

),

position_change as (

    select * from staging.position

),

landing as (

    select * from marts.organisation__landing

),

delivered as (

    select unit_id from employment_month
    union
    select unit_id from position_change

),

final as (

    select
        landing.day,
        landing.delivered_unit_id,
        landing.unit_id,
        landing.own_part_of
    from landing
    inner join month_known on landing.day = month_known.day
    inner join delivered on landing.delivered_unit_id = delivered.unit_id
    -- A cost centre directly below the municipality is in no unit.
    where landing.unit_kind <> 'cost_centre'

)

select * from final
