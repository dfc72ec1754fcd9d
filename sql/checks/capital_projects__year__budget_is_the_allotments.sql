-- severity: warning
-- sentence: The ledger's adopted capital budget of a year is not the sum of the projects' adopted allotments.

with

budget_line as (

    select * from staging.budget_line

),

project_year as (

    select * from marts.capital_projects__project_year

),

budgeted as (

    select
        fiscal_year,
        sum(amount_dkk) as budget_dkk
    from budget_line
    where budget_type = '3' and kind = 'adopted'
    group by fiscal_year

),

allotted as (

    select
        fiscal_year,
        sum(adopted_allotment_dkk) as adopted_allotment_dkk
    from project_year
    group by fiscal_year

),

final as (

    select
        budgeted.fiscal_year,
        budgeted.budget_dkk,
        coalesce(allotted.adopted_allotment_dkk, 0) as adopted_allotment_dkk,
        budgeted.budget_dkk - coalesce(allotted.adopted_allotment_dkk, 0) as difference_dkk
    from budgeted
    left join allotted on budgeted.fiscal_year = allotted.fiscal_year
    where budgeted.budget_dkk <> coalesce(allotted.adopted_allotment_dkk, 0)

)

select * from final
