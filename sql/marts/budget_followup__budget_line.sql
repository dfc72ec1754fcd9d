-- grain: one row per accepted budget line
-- scope: unit
-- order: unit_id, fiscal_year, account, kind, decision_date, file, line
-- key: delivery_id, file, line
-- The period is what a line is cut by: who had the unit then sees it, and nobody who only had it before.

with

budget_line as (

    select * from staging.budget_line

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

account as (

    select * from marts.chart__account

),

period as (

    select * from marts.budget_followup__period

),

year_span as (

    select
        fiscal_year,
        min(period) as first_period,
        max(period) as last_period
    from period
    group by fiscal_year

),

final as (

    select
        cost_centre_year.unit_id,
        budget_line.cost_centre,
        budget_line.fiscal_year,
        -- A line that counts before the first period of its year or after the last is seen by who has the unit there.
        cast(
            greatest(
                least(budget_line.from_period, coalesce(year_span.last_period, 12)), coalesce(year_span.first_period, 1)
            )
            as integer
        ) as period,
        budget_line.kind,
        budget_line.account,
        account.account_name,
        budget_line.function_code,
        budget_line.budget_type,
        budget_line.amount_dkk,
        budget_line.month,
        budget_line.decision_date,
        budget_line.body,
        budget_line.case_no,
        budget_line.cover,
        budget_line.comment,
        budget_line.source,
        budget_line.file,
        budget_line.line,
        budget_line.delivery_id
    from budget_line
    inner join cost_centre_year
        on
            budget_line.fiscal_year = cost_centre_year.fiscal_year
            and budget_line.cost_centre = cost_centre_year.cost_centre
    inner join account on budget_line.account = account.account
    left join year_span on budget_line.fiscal_year = year_span.fiscal_year

)

select * from final
