-- grain: one row per month and unit: months that positions at or below it have stood frozen since the year began
-- scope: build
-- key: day, unit_id
-- From the day a position is frozen until the day before it may be filled again: what comes after a dispensation is no
-- longer saved by the freeze.

with

position_change as (

    select * from staging.position

),

landing as (

    select * from marts.staff__landing

),

month_known as (

    select * from marts.staff__month

),

unit as (

    select * from marts.staff__unit

),

-- Of two changes on one day the later line counts.
span as (

    select
        unit_id,
        status,
        status_date,
        lead(status_date) over (partition by position_id order by status_date, file, line) as next_date
    from position_change

),

-- A day is a part of its month, counted in whole parts that months of 28 to 31 days all have: 28 × 29 × 30 × 31 / 2.
frozen as (

    select
        month_known.fiscal_year,
        month_known.day,
        span.unit_id,
        (
            least(coalesce(span.next_date - 1, month_known.day), month_known.day)
            - greatest(span.status_date, month_known.first_day) + 1
        ) * (377580 // day(month_known.day)) as parts
    from span
    inner join month_known
        on
            span.status_date <= month_known.day
            and (span.next_date > month_known.first_day or span.next_date is null)
    where span.status = 'frozen' and span.next_date is distinct from span.status_date

),

below as (

    select
        frozen.fiscal_year,
        frozen.day,
        frozen.parts,
        unnest(unit.unit_path) as unit_id
    from frozen
    inner join landing
        on
            frozen.day = landing.day
            and frozen.unit_id = landing.delivered_unit_id
    inner join unit
        on
            landing.day = unit.day
            and landing.unit_id = unit.unit_id

),

final as (

    select
        month_known.day,
        below.unit_id,
        cast((20 * sum(below.parts) + 377580) // (2 * 377580) as decimal(9, 1)) / 10 as saved_months
    from month_known
    inner join below
        on
            month_known.fiscal_year = below.fiscal_year
            and month_known.day >= below.day
    group by month_known.day, below.unit_id

)

select * from final
