-- grain: one row per span, unit and rule with atypical postings in the span or in the same months a year before
-- scope: build
-- key: span, unit_id, rule

with

span as (

    select * from marts.focus_areas__span

),

atypical_unit as (

    select * from marts.supervision__atypical_unit

),

period as (

    select * from marts.budget_followup__period

),

unit_span as (

    select * from marts.focus_areas__unit_span

),

posted_year as (

    select distinct fiscal_year
    from period
    where is_posted

),

summed as (

    select
        span.span,
        span.fiscal_year,
        atypical_unit.unit_id,
        atypical_unit.rule,
        coalesce(sum(atypical_unit.posting_count) filter (where span.fiscal_year = atypical_unit.fiscal_year), 0)
            as posting_count,
        coalesce(sum(atypical_unit.posting_count) filter (where span.fiscal_year > atypical_unit.fiscal_year), 0)
            as last_year_posting_count,
        coalesce(abs(sum(atypical_unit.amount_dkk) filter (where span.fiscal_year = atypical_unit.fiscal_year)), 0)
            as amount_dkk
    from span
    inner join atypical_unit
        on
            atypical_unit.fiscal_year between span.fiscal_year - 1 and span.fiscal_year
            and least(atypical_unit.period, 12) between span.first_period and span.last_period
    group by span.span, span.fiscal_year, atypical_unit.unit_id, atypical_unit.rule

),

final as (

    select
        summed.span,
        summed.unit_id,
        unit_span.unit_name,
        summed.rule,
        summed.posting_count,
        -- Nothing is known of a year that was not delivered.
        case when posted_year.fiscal_year is not null then summed.last_year_posting_count end
            as last_year_posting_count,
        summed.amount_dkk
    from summed
    inner join unit_span
        on
            summed.span = unit_span.span
            and summed.unit_id = unit_span.unit_id
    left join posted_year on summed.fiscal_year - 1 = posted_year.fiscal_year

)

select * from final
