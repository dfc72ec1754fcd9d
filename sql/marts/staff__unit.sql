-- grain: one row per month and unit that staff can count in, as the organisation was in that month
-- scope: build
-- key: day, unit_id
-- A month is told in the organisation of that month and in no other: two tellings could be subtracted. Hence it keeps
-- the organisation that it was told in first.

with

month_known as (

    select * from marts.staff__month

),

unit_day as (

    select * from marts.organisation__unit_day
    where unit_id <> 'unknown'

),

told as (

    select told.*
    from staging.told_staff_unit as told
    semi join month_known on told.day = month_known.day

),

landing as (

    select distinct
        day,
        unit_id,
        own_part_of
    from marts.staff__landing
    where own_part_of is not null

),

own_part as (

    select
        above.day,
        landing.unit_id,
        above.unit_name || ' (fælles)' as unit_name,
        'department' as unit_kind,
        above.unit_id as parent_unit_id,
        above.level + 1 as level,
        above.centre_id,
        list_append(above.unit_path, landing.unit_id) as unit_path,
        2 * above.sort_order + 1 as sort_order
    from landing
    inner join unit_day as above
        on
            landing.day = above.day
            and landing.own_part_of = above.unit_id
    left join unit_day as known
        on
            landing.day = known.day
            and landing.unit_id = known.unit_id
    where known.unit_id is null

),

-- Where those count who are too few beside each other (staff__placement).
municipality_own as (

    select
        above.day,
        'municipality-own' as unit_id,
        above.unit_name || ' (fælles)' as unit_name,
        'department' as unit_kind,
        above.unit_id as parent_unit_id,
        1 as level,
        cast(null as varchar) as centre_id,
        ['municipality', 'municipality-own'] as unit_path,
        1000000 as sort_order
    from unit_day as above
    where above.unit_id = 'municipality'

),

known as (

    select
        day,
        unit_id,
        unit_name,
        unit_kind,
        parent_unit_id,
        level,
        centre_id,
        unit_path,
        2 * sort_order as sort_order
    from unit_day
    where unit_id <> 'municipality-own'

),

now as (

    select known.* from known semi join month_known on known.day = month_known.day
    union all
    select own_part.* from own_part semi join month_known on own_part.day = month_known.day
    union all
    select municipality_own.* from municipality_own semi join month_known on municipality_own.day = month_known.day

),

final as (

    select now.*
    from now
    anti join told
        on
            now.day = told.day
            and now.unit_id = told.unit_id

    union all by name

    select * from told

)

select * from final
