-- grain: one row per employee, whole year, what is counted, unit where they are, and place of it in the organisation
-- scope: build
-- key: fiscal_year, measure, unit_id, unit_path, employee_key
-- Private: single employees. A year's leavers and spells are few: they are counted by the year, so that no two figures
-- share a month. What a year has told of a unit stays as its months do (staff__told_month).

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

whole_year as (

    select distinct fiscal_year from month_known

),

told_year as (

    select told.*
    from staging.told_staff_year as told
    semi join whole_year on told.fiscal_year = whole_year.fiscal_year

),

chosen as (

    select * from staging.staff_setting

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

now as (

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

told_count as (

    select distinct
        fiscal_year,
        measure
    from told_year

),

told_again as (

    select now.*
    from now
    semi join told_count
        on
            now.fiscal_year = told_count.fiscal_year
            and now.measure = told_count.measure

),

paired as (

    select
        coalesce(told_again.fiscal_year, told_year.fiscal_year) as fiscal_year,
        coalesce(told_again.measure, told_year.measure) as measure,
        coalesce(told_again.unit_id, told_year.unit_id) as unit_id,
        coalesce(told_again.employee_key, told_year.employee_key) as employee_key,
        coalesce(told_again.times, 0) <> coalesce(told_year.times, 0)
        or coalesce(told_again.seconds, 0) <> coalesce(told_year.seconds, 0) as is_changed
    from told_again
    full join told_year
        on
            told_again.fiscal_year = told_year.fiscal_year
            and told_again.measure = told_year.measure
            and told_again.unit_id = told_year.unit_id
            and told_again.unit_path = told_year.unit_path
            and told_again.employee_key = told_year.employee_key

),

kept as (

    select
        paired.fiscal_year,
        paired.measure,
        paired.unit_id
    from paired
    cross join chosen
    group by paired.fiscal_year, paired.measure, paired.unit_id, chosen.fewest
    having
        count(distinct paired.employee_key) filter (where paired.is_changed) between 1 and chosen.fewest - 1

),

final as (

    select now.*
    from now
    anti join kept
        on
            now.fiscal_year = kept.fiscal_year
            and now.measure = kept.measure
            and now.unit_id = kept.unit_id

    union all by name

    select told_year.*
    from told_year
    semi join kept
        on
            told_year.fiscal_year = kept.fiscal_year
            and told_year.measure = kept.measure
            and told_year.unit_id = kept.unit_id

)

select * from final
