-- grain: one row per day that a figure stands at and unit of the follow-up (cost centres have folded into theirs)
-- scope: build
-- key: day, unit_id

with recursive

version as (

    select * from marts.organisation__version

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

setting as (

    select * from staging.setting

),

landing as (

    select distinct
        unit_id,
        own_part_of
    from cost_centre_year

),

standing_day as (

    select last_day as day from marts.budget_followup__period
    union
    select reference_day as day from marts.budget_followup__year

),

unit as (

    select
        day,
        unit_id,
        unit_name,
        unit_kind,
        parent_unit_id,
        is_valid,
        sort_key
    from version
    where unit_kind <> 'cost_centre' or unit_id in (select landing.unit_id from landing)

    union all

    select
        version.day,
        landing.unit_id,
        version.unit_name || ' (fælles)' as unit_name,
        'department' as unit_kind,
        version.unit_id as parent_unit_id,
        false as is_valid,
        '' as sort_key
    from landing
    inner join version on landing.own_part_of = version.unit_id

    union all

    select
        standing_day.day,
        'unknown' as unit_id,
        'Ukendt omkostningssted' as unit_name,
        'department' as unit_kind,
        'municipality' as parent_unit_id,
        false as is_valid,
        '~' as sort_key
    from standing_day

),

tree as (

    select
        standing_day.day,
        'municipality' as unit_id,
        setting.municipality_name as unit_name,
        'municipality' as unit_kind,
        cast(null as varchar) as parent_unit_id,
        true as is_valid,
        0 as level,
        cast(null as varchar) as centre_id,
        cast(null as varchar) as centre_name,
        ['municipality'] as unit_path,
        [''] as sort_path
    from standing_day
    cross join setting

    union all

    select
        unit.day,
        unit.unit_id,
        unit.unit_name,
        unit.unit_kind,
        unit.parent_unit_id,
        unit.is_valid,
        tree.level + 1 as level,
        coalesce(tree.centre_id, case when unit.unit_kind = 'centre' then unit.unit_id end) as centre_id,
        coalesce(tree.centre_name, case when unit.unit_kind = 'centre' then unit.unit_name end) as centre_name,
        list_append(tree.unit_path, unit.unit_id) as unit_path,
        list_append(tree.sort_path, unit.sort_key) as sort_path
    from tree
    inner join unit
        on
            tree.day = unit.day
            and tree.unit_id = unit.parent_unit_id

),

final as (

    select
        * exclude (sort_path),
        cast(row_number() over (partition by day order by sort_path) as integer) as sort_order
    from tree

)

select * from final
