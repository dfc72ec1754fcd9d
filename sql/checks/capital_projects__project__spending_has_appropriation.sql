-- severity: warning
-- sentence: A capital project spends without an appropriation (anlægsbevilling), which the law forbids.

with

project as (

    select * from marts.capital_projects__project

),

final as (

    select
        project_id,
        project_name,
        unit_id,
        spent_dkk,
        total_appropriation_dkk
    from project
    where is_without_appropriation

)

select * from final
