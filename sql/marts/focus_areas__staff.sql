-- grain: one row per span and unit with staff: figures that are published of it, none besides
-- scope: build
-- key: span, unit_id

with

span as (

    select * from marts.focus_areas__span

),

-- Rounded and cut as they are published: what is made of them tells nothing of anybody that they do not.
unit_month as (

    select * from marts.staff__unit_month

),

-- Each employee's month weighs alike; a month that is not told leaves the span untold.
in_span as (

    select
        span.span,
        unit_month.unit_id,
        unit_month.fiscal_year = span.fiscal_year as is_this_year,
        span.last_period - span.first_period + 1 as months,
        count(*) filter (where unit_month.fte > 0 and unit_month.sickness_share is not null) as told_months,
        sum(unit_month.fte * unit_month.sickness_share) / nullif(sum(unit_month.fte), 0) as sickness_share
    from span
    inner join unit_month
        on
            unit_month.fiscal_year between span.fiscal_year - 1 and span.fiscal_year
            and unit_month.period between span.first_period and span.last_period
    group by all

),

weighed as (

    select
        span,
        unit_id,
        max(sickness_share) filter (where is_this_year) as sickness_share,
        max(sickness_share) filter (where not is_this_year) as last_year_sickness_share
    from in_span
    where told_months = months
    group by span, unit_id

),

final as (

    select
        span.span,
        span.fiscal_year,
        span.last_period,
        unit_month.unit_id,
        unit_month.unit_name,
        unit_month.sickness_12_months_share,
        weighed.sickness_share,
        weighed.last_year_sickness_share,
        unit_month.frozen_positions,
        last_year.frozen_positions as last_year_frozen_positions,
        centre.fte as centre_fte,
        -- Of the centre's full-time equivalents; both are rounded, and a centre that is hidden is not told.
        least(1, coalesce(unit_month.fte / nullif(centre.fte, 0), 0)) as staff_share
    from span
    inner join unit_month
        on
            span.fiscal_year = unit_month.fiscal_year
            and span.last_period = unit_month.period
    left join unit_month as centre
        on
            unit_month.fiscal_year = centre.fiscal_year
            and unit_month.period = centre.period
            and unit_month.centre_id = centre.unit_id
    left join unit_month as last_year
        on
            unit_month.fiscal_year - 1 = last_year.fiscal_year
            and unit_month.period = last_year.period
            and unit_month.unit_id = last_year.unit_id
    left join weighed
        on
            span.span = weighed.span
            and unit_month.unit_id = weighed.unit_id

)

select * from final
