-- severity: error
-- sentence: The municipality's revised budget is not the sum of the year's budget lines of budget types 1 and 2.

with

budget_line as (

    select * from staging.budget_line

),

period as (

    select * from marts.budget_followup__period

),

unit_period as (

    select * from marts.budget_followup__unit_period

),

last_period as (

    select
        fiscal_year,
        max(period) as period,
        max(last_day) as last_day
    from period
    group by fiscal_year

),

decided as (

    select
        last_period.fiscal_year,
        last_period.period,
        sum(coalesce(budget_line.amount_dkk, 0)) as amount_dkk
    from last_period
    left join budget_line
        on
            last_period.fiscal_year = budget_line.fiscal_year
            and budget_line.budget_type in ('1', '2')
            and (
                budget_line.kind <> 'supplementary'
                or coalesce(budget_line.decision_date, last_period.last_day) <= last_period.last_day
            )
    group by last_period.fiscal_year, last_period.period

),

final as (

    select
        decided.fiscal_year,
        decided.period,
        unit_period.organisation_view,
        decided.amount_dkk as decided_dkk,
        unit_period.revised_dkk
    from decided
    inner join unit_period
        on
            decided.fiscal_year = unit_period.fiscal_year
            and decided.period = unit_period.period
            and unit_period.unit_id = 'municipality'
            and unit_period.budget_basis = 'with_carry_over'
    where decided.amount_dkk <> unit_period.revised_dkk

)

select * from final
