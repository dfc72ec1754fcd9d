-- grain: one row per quarter, half-year and year that is over
-- scope: everybody
-- order: span_kind, span_number
-- primary key: span

with

period as (

    select * from marts.budget_followup__period

),

kind as (

    select
        'quarter' as span_kind,
        'K' as letter,
        3 as months
    union all
    select
        'half_year' as span_kind,
        'H' as letter,
        6 as months
    union all
    select
        'year' as span_kind,
        '' as letter,
        12 as months

),

-- Closing entries of a year are told with its last month.
month_known as (

    select
        fiscal_year,
        period,
        last_day,
        last_day <= max(last_day) filter (where is_latest) over () as is_over
    from period
    where period between 1 and 12

),

part as (

    select
        kind.span_kind,
        kind.letter,
        kind.months,
        month_known.fiscal_year,
        cast((month_known.period - 1) // kind.months + 1 as integer) as part,
        min(month_known.period) as first_period,
        max(month_known.period) as last_period,
        max(month_known.last_day) as last_day
    from month_known
    cross join kind
    where month_known.is_over
    group by all
    having count(*) = kind.months

),

final as (

    select
        cast(fiscal_year as varchar) || case when letter = '' then '' else letter || part end as span,
        span_kind,
        fiscal_year,
        part,
        first_period,
        last_period,
        last_day,
        -- One more than the span of its kind before it.
        cast(fiscal_year * (12 // months) + part as integer) as span_number,
        row_number() over (partition by span_kind order by last_day desc) = 1 as is_newest
    from part

)

select * from final
