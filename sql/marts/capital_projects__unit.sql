-- grain: one row per unit or cost centre of today's organisation, as a place that capital projects belong to
-- scope: build
-- key: unit_id

with recursive

version as (

    select * from marts.organisation__version

),

period as (

    select * from marts.budget_followup__period

),

setting as (

    select * from staging.setting

),

latest as (

    select coalesce(max(last_day) filter (where is_latest), max(last_day)) as last_day from period

),

-- Today is the newest day of the ledger, as in the follow-up; without a ledger the day of the build.
today as (

    select coalesce(latest.last_day, setting.built_on, date '9999-12-31') as day
    from setting
    cross join latest

),

placed as (

    select
        version.unit_id,
        version.unit_name,
        version.unit_kind,
        version.parent_unit_id,
        version.sort_key
    from version
    inner join today on version.day = today.day

    union all

    select
        'unknown' as unit_id,
        'Ukendt enhed' as unit_name,
        'department' as unit_kind,
        'municipality' as parent_unit_id,
        '~' as sort_key

),

tree as (

    select
        'municipality' as unit_id,
        setting.municipality_name as unit_name,
        'municipality' as unit_kind,
        cast(null as varchar) as parent_unit_id,
        0 as level,
        cast(null as varchar) as centre_id,
        cast(null as varchar) as centre_name,
        ['municipality'] as unit_path,
        [''] as sort_path,
        -- The unit that a cost centre folds into; every other unit is its own.
        'municipality' as folded_unit_id
    from setting

    union all

    select
        placed.unit_id,
        placed.unit_name,
        placed.unit_kind,
        placed.parent_unit_id,
        tree.level + 1 as level,
        coalesce(tree.centre_id, case when placed.unit_kind = 'centre' then placed.unit_id end) as centre_id,
        coalesce(tree.centre_name, case when placed.unit_kind = 'centre' then placed.unit_name end) as centre_name,
        list_append(tree.unit_path, placed.unit_id) as unit_path,
        list_append(tree.sort_path, placed.sort_key) as sort_path,
        case
            when placed.unit_kind = 'cost_centre' and tree.unit_id <> 'municipality' then tree.folded_unit_id
            else placed.unit_id
        end as folded_unit_id
    from tree
    inner join placed on tree.unit_id = placed.parent_unit_id

),

parent_of_units as (

    select distinct parent_unit_id as unit_id
    from placed
    where unit_kind <> 'cost_centre'

),

final as (

    select
        tree.unit_id,
        tree.unit_name,
        tree.unit_kind,
        tree.parent_unit_id,
        cast(tree.level as integer) as level,
        tree.centre_id,
        tree.centre_name,
        tree.unit_path,
        tree.folded_unit_id,
        parent_of_units.unit_id is not null as has_units_below,
        cast(row_number() over (order by tree.sort_path) as integer) as sort_order
    from tree
    left join parent_of_units on tree.unit_id = parent_of_units.unit_id

)

select * from final
