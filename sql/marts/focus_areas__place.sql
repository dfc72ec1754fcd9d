-- grain: one row per span and unit with targets of places or counts of them, all subjects together
-- scope: build
-- key: span, unit_id

with

span as (

    select * from marts.focus_areas__span

),

unit_year as (

    select * from marts.targets__unit_year

),

unit_count as (

    select * from marts.targets__unit_count

),

unit_span as (

    select * from marts.focus_areas__unit_span

),

-- The newest count of its year by the span's end, and of the year before by the same day.
counted as (

    select
        span.span,
        span.fiscal_year - unit_count.fiscal_year as years_ago,
        unit_count.subject,
        unit_count.unit_id,
        arg_max(unit_count.places, unit_count.counted_on) as places
    from span
    inner join unit_count
        on
            unit_count.fiscal_year between span.fiscal_year - 1 and span.fiscal_year
            and span.last_day - to_years(span.fiscal_year - unit_count.fiscal_year) >= unit_count.counted_on
    group by span.span, span.fiscal_year, unit_count.fiscal_year, unit_count.subject, unit_count.unit_id

),

by_subject as (

    select
        span.span,
        unit_year.unit_id,
        unit_year.target_places,
        this_year.places,
        last_year.places as last_year_places
    from span
    inner join unit_year on span.fiscal_year = unit_year.fiscal_year
    left join counted as this_year
        on
            span.span = this_year.span
            and this_year.years_ago = 0
            and unit_year.subject = this_year.subject
            and unit_year.unit_id = this_year.unit_id
    left join counted as last_year
        on
            span.span = last_year.span
            and last_year.years_ago = 1
            and unit_year.subject = last_year.subject
            and unit_year.unit_id = last_year.unit_id

),

summed as (

    select
        span,
        unit_id,
        -- A target that nobody has counted on is left out on both sides.
        sum(target_places) filter (where places is not null) as target_places,
        -- Of what has no target, nothing fills one.
        sum(least(places, target_places)) filter (where target_places is not null) as counted_places,
        sum(places) filter (where last_year_places is not null) as places,
        sum(last_year_places) filter (where places is not null) as last_year_places
    from by_subject
    group by span, unit_id

),

final as (

    select
        summed.span,
        summed.unit_id,
        unit_span.unit_name,
        summed.target_places,
        summed.counted_places,
        summed.places,
        summed.last_year_places,
        centre.target_places as centre_target_places,
        greatest(centre.places, centre.last_year_places) as centre_places
    from summed
    inner join unit_span
        on
            summed.span = unit_span.span
            and summed.unit_id = unit_span.unit_id
    left join summed as centre
        on
            unit_span.span = centre.span
            and unit_span.centre_id = centre.unit_id

)

select * from final
