-- severity: warning
-- sentence: A supplementary appropriation to a capital project does not say how it is paid.

with

project_appropriation as (

    select * from staging.project_appropriation

),

final as (

    select
        project_id,
        decision_date,
        amount_dkk,
        case_no,
        file,
        line
    from project_appropriation
    where kind = 'supplementary' and amount_dkk > 0 and cover is null

)

select * from final
