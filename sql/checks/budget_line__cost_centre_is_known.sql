-- severity: warning
-- sentence: Budget lies on cost centres that the organisation does not have; it counts as unknown.

with

budget_line as (

    select * from staging.budget_line

),

organisation as (

    select * from staging.organisation

),

final as (

    select
        budget_line.cost_centre,
        budget_line.fiscal_year,
        count(*) as line_count,
        sum(budget_line.amount_dkk) as amount_dkk
    from budget_line
    where budget_line.cost_centre not in (select organisation.unit_id from organisation)
    group by budget_line.cost_centre, budget_line.fiscal_year

)

select * from final
