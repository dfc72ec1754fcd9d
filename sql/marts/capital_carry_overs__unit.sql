-- grain: one row per unit that capital projects belong to, and per unit above one
-- scope: build
-- key: unit_id

with

unit as (

    select * from marts.capital_projects__unit

),

register as (

    select * from marts.capital_projects__register

),

-- Projects of a unit that has units below it become a part beside those, so that parts add up to the whole.
place as (

    select
        unit.unit_id as of_unit_id,
        unit.has_units_below,
        case when unit.has_units_below then unit.unit_id || '-own' else unit.unit_id end as unit_id,
        case when unit.has_units_below then unit.unit_name || ' (fælles)' else unit.unit_name end as unit_name,
        case when unit.has_units_below then 'department' else unit.unit_kind end as unit_kind,
        case when unit.has_units_below then unit.unit_id else unit.parent_unit_id end as parent_unit_id,
        unit.level + case when unit.has_units_below then 1 else 0 end as level,
        unit.centre_id,
        unit.centre_name,
        case when unit.has_units_below then list_append(unit.unit_path, unit.unit_id || '-own') else unit.unit_path end
            as unit_path,
        2 * unit.sort_order + 1 as sort_order
    from unit
    where unit.unit_id in (select register.unit_id from register)

),

above as (

    select distinct unnest(unit_path) as unit_id from place

),

final as (

    select
        unit_id,
        unit_name,
        unit_kind,
        parent_unit_id,
        cast(level as integer) as level,
        centre_id,
        centre_name,
        unit_path,
        of_unit_id,
        true as is_leaf,
        cast(sort_order as integer) as sort_order
    from place

    union all

    select
        unit.unit_id,
        unit.unit_name,
        unit.unit_kind,
        unit.parent_unit_id,
        unit.level,
        unit.centre_id,
        unit.centre_name,
        unit.unit_path,
        cast(null as varchar) as of_unit_id,
        false as is_leaf,
        cast(2 * unit.sort_order as integer) as sort_order
    from unit
    inner join above on unit.unit_id = above.unit_id
    where unit.has_units_below or unit.unit_id = 'municipality'

)

select * from final
