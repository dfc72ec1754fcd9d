-- grain: one row per public holiday of the ledger's years
-- scope: build
-- materialise: view
-- Easter Sunday after Meeus, Jones and Butcher. Great Prayer Day was a holiday until 2023.

with

fiscal_year as (

    select * from marts.budget_followup__year

),

calendar_year as (

    select unnest(range(min(fiscal_year), max(fiscal_year) + 2)) as year
    from fiscal_year

),

century as (

    select
        year,
        year % 19 as golden,
        year // 100 as hundreds,
        year % 100 as rest
    from calendar_year

),

epact as (

    select
        year,
        golden,
        hundreds,
        rest,
        (19 * golden + hundreds - hundreds // 4 - (hundreds - (hundreds + 8) // 25 + 1) // 3 + 15) % 30 as moon
    from century

),

weekday as (

    select
        year,
        golden,
        moon,
        (32 + 2 * (hundreds % 4) + 2 * (rest // 4) - moon - rest % 4) % 7 as step
    from epact

),

correction as (

    select
        year,
        moon + step - 7 * ((golden + 11 * moon + 22 * step) // 451) + 114 as day_code
    from weekday

),

easter as (

    select
        year,
        make_date(year, day_code // 31, day_code % 31 + 1) as easter_day
    from correction

),

final as (

    -- Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday and Monday.
    select easter_day + unnest([-3, -2, 0, 1, 39, 49, 50])::integer as free_day
    from easter

    union all

    select easter_day + 26 as free_day
    from easter
    where year <= 2023

    union all

    select unnest([make_date(year, 1, 1), make_date(year, 12, 25), make_date(year, 12, 26)]) as free_day
    from easter

)

select * from final
