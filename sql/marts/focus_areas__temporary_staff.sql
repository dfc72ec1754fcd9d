-- grain: one row per span and unit with money on accounts for temporary staff, this year or last
-- scope: build
-- key: span, unit_id

with

span as (

    select * from marts.focus_areas__span

),

account as (

    -- The word is the only thing that every chart of accounts has in common.
    select * from marts.chart__account
    where lower(account_name) like '%vikar%'

),

unit_account as (

    select * from marts.budget_followup__unit_account_period
    where budget_basis = 'with_carry_over'

),

unit_period as (

    select * from marts.organisation__unit_period
    where organisation_view = 'today'

),

below as (

    select
        span.span,
        unnest(unit_period.unit_path) as unit_id,
        unit_account.actual_dkk,
        unit_account.last_year_actual_dkk
    from span
    inner join unit_account
        on
            span.fiscal_year = unit_account.fiscal_year
            and span.last_period = unit_account.period
    inner join account on unit_account.account = account.account
    inner join unit_period
        on
            unit_account.fiscal_year = unit_period.fiscal_year
            and unit_account.period = unit_period.period
            and unit_account.unit_id = unit_period.unit_id

),

summed as (

    select
        span,
        unit_id,
        sum(actual_dkk) as actual_dkk,
        sum(last_year_actual_dkk) as last_year_actual_dkk
    from below
    group by span, unit_id

),

unit_span as (

    select * from marts.focus_areas__unit_span

),

final as (

    select
        summed.span,
        summed.unit_id,
        unit_span.unit_name,
        summed.actual_dkk,
        summed.last_year_actual_dkk
    from summed
    inner join unit_span
        on
            summed.span = unit_span.span
            and summed.unit_id = unit_span.unit_id

)

select * from final
