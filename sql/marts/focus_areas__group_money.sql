-- grain: one row per span, unit and account group that has money this year and a year before it
-- scope: build
-- key: span, unit_id, account_group

with

span as (

    select * from marts.focus_areas__span

),

period as (

    select * from marts.budget_followup__period

),

unit_group_sum as (

    select * from marts.budget_followup__unit_group_sum
    where organisation_view = 'today' and budget_basis = 'with_carry_over'

),

unit_span as (

    select * from marts.focus_areas__unit_span

),

posted_year as (

    select distinct fiscal_year
    from period
    where is_posted

),

-- A year ends with its closing entries.
told as (

    select
        span.span,
        span.fiscal_year,
        max(period.period) as period
    from span
    inner join posted_year on span.fiscal_year - 1 = posted_year.fiscal_year
    inner join period
        on
            span.fiscal_year = period.fiscal_year
            and span.last_period <= period.period
            and (span.last_period = 12 or span.last_period = period.period)
    group by span.span, span.fiscal_year

),

final as (

    select
        told.span,
        unit_group_sum.unit_id,
        unit_span.unit_name,
        unit_group_sum.account_group,
        unit_group_sum.actual_dkk,
        unit_group_sum.last_year_actual_dkk
    from told
    inner join unit_group_sum
        on
            told.fiscal_year = unit_group_sum.fiscal_year
            and told.period = unit_group_sum.period
    inner join unit_span
        on
            told.span = unit_span.span
            and unit_group_sum.unit_id = unit_span.unit_id

)

select * from final
