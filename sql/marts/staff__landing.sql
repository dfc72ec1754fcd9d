-- grain: one row per month and delivered unit or cost centre, with the unit that its people and positions count in
-- scope: build
-- key: day, delivered_unit_id
-- What the organisation does not know has no row: its people are in no figure, which a check tells.

with recursive

month_known as (

    select * from marts.staff__month

),

employment_month as (

    select * from staging.employment_month

),

position_change as (

    select * from staging.position

),

version as (

    select * from marts.organisation__version

),

organisation as (

    select * from staging.organisation

),

delivered as (

    select unit_id from employment_month
    union
    select unit_id from position_change

),

climb as (

    select
        month_known.day,
        delivered.unit_id as delivered_unit_id,
        version.unit_id,
        version.unit_kind,
        version.parent_unit_id,
        0 as step
    from month_known
    cross join delivered
    inner join version
        on
            month_known.day = version.day
            and delivered.unit_id = version.unit_id

    union all

    select
        climb.day,
        climb.delivered_unit_id,
        version.unit_id,
        version.unit_kind,
        version.parent_unit_id,
        climb.step + 1 as step
    from climb
    inner join version
        on
            climb.day = version.day
            and climb.parent_unit_id = version.unit_id
    where climb.unit_kind = 'cost_centre' and climb.step < 20

),

landed as (

    select
        day,
        delivered_unit_id,
        max_by(unit_id, step) as unit_id
    from climb
    group by day, delivered_unit_id
    -- A cost centre directly below the municipality is in no unit.
    having max_by(unit_kind, step) <> 'cost_centre'

),

parent_of_units as (

    select distinct parent_unit_id as unit_id
    from organisation
    where unit_kind <> 'cost_centre'

),

final as (

    select
        landed.day,
        landed.delivered_unit_id,
        -- Who works for a unit that has units below it is a part beside those.
        case when parent_of_units.unit_id is null then landed.unit_id else landed.unit_id || '-own' end as unit_id,
        parent_of_units.unit_id as own_part_of
    from landed
    left join parent_of_units on landed.unit_id = parent_of_units.unit_id

)

select * from final
