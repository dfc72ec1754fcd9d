-- severity: error
-- sentence: A staff figure, or what is left of it without its shown parts, would be about too few employees.

with

person_month as (

    select * from marts.staff__person_month

),

leaf_month as (

    select * from marts.staff__leaf_month

),

unit_month as (

    select * from marts.staff__unit_month

),

leaf_year as (

    select * from marts.staff__leaf_year

),

unit_year as (

    select * from marts.staff__unit_year

),

month_known as (

    select * from marts.staff__month
    where is_whole_year

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
        count(distinct person_month.employee_key) filter (where person_month.paid_hundredths <> 0) as paid_people,
        count(distinct person_month.employee_key) filter (where person_month.scheduled_hundredths > 0)
            as scheduled_people
    from person_month
    inner join part
        on
            person_month.day = part.day
            and person_month.unit_id = part.unit_id
    group by part.day, part.shown_in

),

year_part as (

    select
        leaf_year.fiscal_year,
        leaf_year.measure,
        leaf_year.unit_id,
        leaf_year.unit_path,
        list(unit_year.unit_id order by unit_year.sort_order) as shown_in
    from leaf_year
    inner join unit_year
        on
            leaf_year.fiscal_year = unit_year.fiscal_year
            and list_contains(leaf_year.unit_path, unit_year.unit_id)
            and case
                when leaf_year.measure = 'leavers' then unit_year.turnover_share
                else unit_year.long_sickness_share
            end is not null
    group by all

),

year_people as (

    select
        year_part.fiscal_year,
        year_part.measure,
        year_part.shown_in,
        count(distinct person_month.employee_key) as people
    from year_part
    inner join leaf_month on year_part.unit_path = leaf_month.unit_path and year_part.unit_id = leaf_month.unit_id
    inner join month_known
        on
            leaf_month.day = month_known.day
            and year_part.fiscal_year = month_known.fiscal_year
    inner join person_month
        on
            leaf_month.day = person_month.day
            and leaf_month.unit_id = person_month.unit_id
    where
        case year_part.measure
            when 'leavers' then person_month.is_leaver
            when 'long_spells' then person_month.long_seconds > 0
            else person_month.sickness_seconds > person_month.long_seconds
        end
    group by all

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
