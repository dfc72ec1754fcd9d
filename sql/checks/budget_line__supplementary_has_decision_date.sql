-- severity: warning
-- sentence: A supplementary appropriation has no decision date; it counts from the start of the year.

with

budget_line as (

    select * from staging.budget_line

),

final as (

    select
        fiscal_year,
        cost_centre,
        account,
        amount_dkk,
        decision_date,
        case_no,
        file,
        line
    from budget_line
    where kind = 'supplementary' and decision_date is null

)

select * from final
