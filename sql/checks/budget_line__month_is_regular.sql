-- severity: warning
-- sentence: A budget line has a month outside 1 to 12.

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
    where month not between 1 and 12

)

select * from final
