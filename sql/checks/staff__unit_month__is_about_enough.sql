-- severity: error
-- sentence: A staff figure, or what is left of it without its shown parts, would be about too few employees.

with

told_month as (

    select * from marts.staff__told_month

),

leaf_month as (

    select * from marts.staff__leaf_month

),

unit_month as (

    select * from marts.staff__unit_month

),

told_year as (

    select * from marts.staff__told_year

),

unit_year as (

    select * from marts.staff__unit_year

),

chosen as (

    select * from staging.staff_setting

),

-- What counts in the same shown units is told apart from everything else, and from nothing less.
part as (

    select
        leaf_month.day,
        leaf_month.unit_id,
        list(unit_month.unit_id order by unit_month.level) as shown_in
    from leaf_month
    inner join unit_month
        on
            leaf_month.day = unit_month.last_day
            and list_contains(leaf_month.unit_path, unit_month.unit_id)
    where unit_month.sickness_share is not null or unit_month.fte is not null
    group by leaf_month.day, leaf_month.unit_id

),

month_people as (

    select
        part.day,
        part.shown_in,
        count(distinct told_month.employee_key) filter (where told_month.paid_hundredths <> 0) as paid_people,
        count(distinct told_month.employee_key) filter (where told_month.scheduled_hundredths > 0) as scheduled_people
    from told_month
    inner join part
        on
            told_month.day = part.day
            and told_month.unit_id = part.unit_id
    group by part.day, part.shown_in

),

year_part as (

    select
        told_year.fiscal_year,
        told_year.measure,
        told_year.employee_key,
        told_year.unit_id,
        told_year.unit_path,
        list(unit_year.unit_id order by unit_year.sort_order) as shown_in
    from told_year
    inner join unit_year
        on
            told_year.fiscal_year = unit_year.fiscal_year
            and list_contains(told_year.unit_path, unit_year.unit_id)
            and case
                when told_year.measure = 'leavers' then unit_year.turnover_share
                else unit_year.long_sickness_share
            end is not null
    group by all

),

year_people as (

    select
        fiscal_year,
        measure,
        shown_in,
        count(distinct employee_key) as people
    from year_part
    group by fiscal_year, measure, shown_in

),

final as (

    select
        month_people.day,
        'month' as measure,
        month_people.shown_in[-1] as unit_id
    from month_people
    cross join chosen
    where
        month_people.paid_people between 1 and chosen.fewest - 1
        or month_people.scheduled_people between 1 and chosen.fewest - 1

    union all

    select
        make_date(year_people.fiscal_year, 12, 31) as day,
        year_people.measure,
        year_people.shown_in[-1] as unit_id
    from year_people
    cross join chosen
    where year_people.people < chosen.fewest

)

select * from final
