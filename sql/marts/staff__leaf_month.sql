-- grain: one row per month and unit where staff are, with how many people each of its sums is about
-- scope: build
-- key: day, unit_id

with

person_month as (

    select * from marts.staff__person_month

),

unit as (

    select * from marts.staff__unit

),

chosen as (

    select * from staging.staff_setting

),

counted as (

    select
        day,
        unit_id,
        count(*) filter (where paid_hundredths <> 0) as paid_people,
        count(*) filter (where paid_hundredths <> 0 and is_main) as paid_main,
        count(*) filter (where scheduled_hundredths > 0) as scheduled_people,
        count(*) filter (where scheduled_hundredths > 0 and is_main) as scheduled_main,
        count(*) filter (where wage_dkk <> 0) as wage_people,
        count(*) filter (where wage_dkk <> 0 and is_main) as wage_main,
        cast(sum(paid_hundredths) as bigint) as paid_hundredths,
        cast(sum(greatest(scheduled_hundredths, 0)) as bigint) as scheduled_hundredths,
        cast(sum(sickness_seconds) as bigint) as sickness_seconds,
        sum(wage_dkk) as wage_dkk
    from person_month
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
        counted.*,
        -- Too few even together are in no figure at all.
        case
            when few_own.unit_id is null then unit.unit_path
            else ['municipality', 'municipality-own']
        end as unit_path
    from counted
    inner join unit
        on
            counted.day = unit.day
            and counted.unit_id = unit.unit_id
    left join few_own on counted.unit_id = few_own.unit_id
    where
        few_own.unit_id is null
        or (select min(together.people) from together) >= (select chosen.fewest from chosen)

)

select * from final
