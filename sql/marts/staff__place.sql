-- grain: one row per month and unit where staff are, with the units that they count in
-- scope: build
-- key: day, unit_id

with

person_month as (

    select * from marts.staff__person_month

),

told_month as (

    select * from staging.told_staff_month

),

unit as (

    select * from marts.staff__unit

),

chosen as (

    select * from staging.staff_setting

),

told_place as (

    select distinct
        day,
        unit_id,
        unit_path
    from told_month

),

several as (

    select
        day,
        employee_key,
        max_by(unit_id, (paid_hundredths, unit_id)) as unit_id
    from person_month
    group by day, employee_key
    having count(*) > 1

),

placed as (

    select
        person_month.*,
        coalesce(several.unit_id = person_month.unit_id, true) as is_main
    from person_month
    left join several
        on
            person_month.day = several.day
            and person_month.employee_key = several.employee_key

),

counted as (

    select
        day,
        unit_id,
        count(*) filter (where paid_hundredths <> 0) as paid_people,
        count(*) filter (where scheduled_hundredths > 0) as scheduled_people,
        count(*) filter (where wage_dkk <> 0) as wage_people,
        count(*) filter (where paid_hundredths <> 0 and is_main) as paid_main,
        count(*) filter (where scheduled_hundredths > 0 and is_main) as scheduled_main,
        count(*) filter (where wage_dkk <> 0 and is_main) as wage_main
    from placed
    group by day, unit_id

),

-- What stands directly on a unit with others below it is no unit that one asks for. Where it is about too few people
-- they count for the whole municipality alone: hiding a sister instead would hide a centre for its manager's sake.
few_own as (

    select counted.unit_id
    from counted
    inner join unit
        on
            counted.day = unit.day
            and counted.unit_id = unit.unit_id
    cross join chosen
    where unit.unit_id like '%-own'
    group by counted.unit_id
    having
        bool_or(counted.paid_people between 1 and chosen.fewest - 1)
        or bool_or(counted.scheduled_people between 1 and chosen.fewest - 1)
        or bool_or(counted.wage_people between 1 and chosen.fewest - 1)

),

together as (

    select
        counted.day,
        least(
            nullif(greatest(max(counted.paid_people), sum(counted.paid_main)), 0),
            nullif(greatest(max(counted.scheduled_people), sum(counted.scheduled_main)), 0),
            nullif(greatest(max(counted.wage_people), sum(counted.wage_main)), 0)
        ) as people
    from counted
    semi join few_own on counted.unit_id = few_own.unit_id
    group by counted.day

),

final as (

    select
        counted.day,
        counted.unit_id,
        case
            -- Where they were told to be in a month they stay.
            when told_place.unit_id is not null then told_place.unit_path
            when few_own.unit_id is null then unit.unit_path
            when (select min(together.people) from together) >= (select chosen.fewest from chosen)
                then ['municipality', 'municipality-own']
            -- Too few even together are in no figure at all.
            else []
        end as unit_path
    from counted
    inner join unit
        on
            counted.day = unit.day
            and counted.unit_id = unit.unit_id
    left join few_own on counted.unit_id = few_own.unit_id
    left join told_place
        on
            counted.day = told_place.day
            and counted.unit_id = told_place.unit_id

)

select * from final
