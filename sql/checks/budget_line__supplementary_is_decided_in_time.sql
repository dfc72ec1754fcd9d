-- severity: warning
-- sentence: A supplementary appropriation was decided after its year was over; it never counts.

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
    where kind = 'supplementary' and year(decision_date) > fiscal_year

)

select * from final
