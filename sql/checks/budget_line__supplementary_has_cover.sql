-- severity: warning
-- sentence: A supplementary appropriation does not say how it is paid.

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
    where kind = 'supplementary' and cover is null and amount_dkk > 0

)

select * from final
