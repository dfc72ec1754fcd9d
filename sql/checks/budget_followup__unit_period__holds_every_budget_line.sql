-- severity: error
-- sentence: The municipality's revised budget is not the sum of the year's budget lines of budget types 1 and 2.

with

budget_line as (

    select * from staging.budget_line
    where budget_type in ('1', '2')

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

-- Every year that anything is budgeted in, also one that has no period: its money is in no figure.
decided as (

    select
        coalesce(last_period.fiscal_year, budget_line.fiscal_year) as fiscal_year,
        last_period.period,
        sum(coalesce(budget_line.amount_dkk, 0)) filter (
            where
            budget_line.kind is distinct from 'supplementary'
            or coalesce(budget_line.decision_date <= last_period.last_day, true)
        ) as amount_dkk
    from last_period
    full join budget_line on last_period.fiscal_year = budget_line.fiscal_year
    group by all

),

root as (

    select * from unit_period
    where unit_id = 'municipality' and budget_basis = 'with_carry_over'

),

final as (

    select
        decided.fiscal_year,
        decided.period,
        root.organisation_view,
        decided.amount_dkk as decided_dkk,
        root.revised_dkk
    from decided
    left join root
        on
            decided.fiscal_year = root.fiscal_year
            and decided.period = root.period
    where coalesce(decided.amount_dkk, 0) <> root.revised_dkk or root.revised_dkk is null

)

select * from final
