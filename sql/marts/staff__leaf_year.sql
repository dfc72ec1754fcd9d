-- grain: one row per whole year, what is counted, unit where staff are, and place of it in the organisation
-- scope: build
-- key: fiscal_year, measure, unit_id, unit_path
-- A year's leavers and spells are few: they are counted by the year, so that no two figures share a month.

with

person_month as (

    select * from marts.staff__person_month

),

leaf_month as (

    select * from marts.staff__leaf_month

),

month_known as (

    select * from marts.staff__month
    where is_whole_year

),

followed_year as (

    select fiscal_year
    from month_known
    group by fiscal_year
    having bool_and(is_followed)

),

counted as (

    select
        day,
        unit_id,
        employee_key,
        'leavers' as measure,
        0 as seconds
    from person_month
    where is_leaver

    union all

    select
        day,
        unit_id,
        employee_key,
        'long_spells' as measure,
        long_seconds as seconds
    from person_month
    where long_seconds > 0

    union all

    select
        day,
        unit_id,
        employee_key,
        'short_spells' as measure,
        sickness_seconds - long_seconds as seconds
    from person_month
    where sickness_seconds > long_seconds

),

placed as (

    select
        month_known.fiscal_year,
        counted.measure,
        counted.employee_key,
        leaf_month.unit_id,
        leaf_month.unit_path,
        count(*) as times,
        cast(sum(counted.seconds) as bigint) as seconds
    from counted
    inner join month_known on counted.day = month_known.day
    inner join leaf_month
        on
            counted.day = leaf_month.day
            and counted.unit_id = leaf_month.unit_id
    where
        counted.measure <> 'leavers'
        or month_known.fiscal_year in (select followed_year.fiscal_year from followed_year)
    group by all

),

numbered as (

    select
        *,
        row_number() over (
            partition by fiscal_year, measure, employee_key
            order by times desc, unit_id asc, unit_path asc
        ) = 1 as is_main
    from placed

),

final as (

    select
        fiscal_year,
        measure,
        unit_id,
        unit_path,
        count(*) as people,
        count(*) filter (where is_main) as main_people,
        cast(sum(times) as bigint) as times,
        cast(sum(seconds) as bigint) as seconds
    from numbered
    group by fiscal_year, measure, unit_id, unit_path

)

select * from final
