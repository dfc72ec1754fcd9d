-- grain: one row per subject, day of a count and unit of today's organisation with places at or below it
-- scope: unit_today
-- order: subject, counted_on, sort_order
-- primary key: subject, counted_on, unit_id
-- A unit that has not counted on a day stands as it counted last in the same year.

with

target_count as (

    select * from staging.target_count

),

setting as (

    select * from staging.setting

),

unit as (

    select * from marts.capital_projects__unit

),

-- A count of a day to come is none; a check finds it.
made as (

    select target_count.*
    from target_count
    cross join setting
    where target_count.counted_on <= coalesce(setting.built_on, date '9999-12-31')

),

-- Counted twice on the same day: the line that came last counts. What a cost centre counts is its unit's.
counted as (

    select
        made.*,
        coalesce(unit.folded_unit_id, 'unknown') as folded_unit_id
    from made
    left join unit on made.unit_id = unit.unit_id
    qualify
        row_number() over (
            partition by made.subject, made.unit_id, made.counted_on
            order by made.delivery_id desc, made.file desc, made.line desc
        ) = 1

),

day as (

    select distinct
        subject,
        fiscal_year,
        counted_on
    from counted

),

-- Each place of counting on each day: its newest count until then.
standing as (

    select
        day.subject,
        day.fiscal_year,
        day.counted_on,
        counted.folded_unit_id,
        counted.counted_on as own_counted_on,
        counted.places,
        counted.words,
        counted.delivery_id,
        counted.file,
        counted.line
    from day
    inner join counted
        on
            day.subject = counted.subject
            and day.fiscal_year = counted.fiscal_year
            and day.counted_on >= counted.counted_on
    qualify
        row_number() over (
            partition by day.subject, day.counted_on, counted.unit_id order by counted.counted_on desc
        ) = 1

),

above as (

    select
        standing.*,
        unnest(unit.unit_path) as unit_id
    from standing
    inner join unit on standing.folded_unit_id = unit.unit_id

),

-- Where it stands in the file: of the unit's own line of that day, if it has one.
summed as (

    select
        subject,
        fiscal_year,
        counted_on,
        unit_id,
        sum(places) as places,
        max_by(words, line) filter (where unit_id = folded_unit_id and own_counted_on = counted_on) as words,
        max_by(delivery_id, line) filter (where unit_id = folded_unit_id and own_counted_on = counted_on)
            as delivery_id,
        max_by(file, line) filter (where unit_id = folded_unit_id and own_counted_on = counted_on) as file,
        max(line) filter (where unit_id = folded_unit_id and own_counted_on = counted_on) as line
    from above
    group by subject, fiscal_year, counted_on, unit_id

),

final as (

    select
        summed.subject,
        summed.fiscal_year,
        summed.counted_on,
        summed.unit_id,
        unit.unit_path,
        unit.sort_order,
        cast(summed.places as bigint) as places,
        summed.words,
        summed.delivery_id,
        summed.file,
        summed.line
    from summed
    inner join unit on summed.unit_id = unit.unit_id

)

select * from final
