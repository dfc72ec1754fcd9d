-- grain: one row per day and unit of the organisation, with the unit that its money, people and positions count in
-- scope: build
-- key: day, delivered_unit_id
-- A cost centre counts in the unit above it; one directly below the municipality, and every unit, in itself.

with recursive

version as (

    select * from marts.organisation__version

),

organisation as (

    select * from staging.organisation

),

climb as (

    select
        day,
        unit_id as delivered_unit_id,
        unit_id,
        unit_kind,
        parent_unit_id,
        0 as step
    from version

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
        max_by(unit_id, step) as unit_id,
        max_by(unit_kind, step) as unit_kind
    from climb
    group by day, delivered_unit_id

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
        landed.unit_kind,
        -- What lands on a unit that has units below it becomes a part beside them, so that parts add up to the whole.
        case when parent_of_units.unit_id is null then landed.unit_id else landed.unit_id || '-own' end as unit_id,
        parent_of_units.unit_id as own_part_of
    from landed
    left join parent_of_units on landed.unit_id = parent_of_units.unit_id

)

select * from final
