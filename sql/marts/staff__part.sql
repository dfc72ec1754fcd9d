-- grain: one row per month and unit where staff are, with the shown units that they count in
-- scope: build
-- key: day, unit_id
-- Where the same shown units end, people are told apart from all others and rounded together. A month that was told
-- keeps its parts: rounded in two ways, its hours would lie in a narrower span.

with

leaf_month as (

    select * from marts.staff__leaf_month

),

hidden as (

    select * from marts.staff__hidden
    where domain = 'month'

),

told_part as (

    select * from staging.told_staff_part

),

stepped as (

    select
        day,
        unit_id,
        unit_path,
        unnest(unit_path) as step_id,
        generate_subscripts(unit_path, 1) as depth
    from leaf_month

),

-- What lies below a hidden unit is hidden: those that are shown come first.
shown as (

    select
        stepped.day,
        stepped.unit_id,
        any_value(stepped.unit_path) as unit_path,
        max(stepped.depth) as last_depth
    from stepped
    anti join hidden on stepped.step_id = hidden.unit_id
    group by stepped.day, stepped.unit_id

),

final as (

    select
        shown.day,
        shown.unit_id,
        -- Where the limit has been lowered, more units are shown than were told.
        case
            when len(told_part.part_path) >= shown.last_depth then told_part.part_path
            else shown.unit_path[:shown.last_depth]
        end as part_path
    from shown
    left join told_part
        on
            shown.day = told_part.day
            and shown.unit_id = told_part.unit_id

)

select * from final
