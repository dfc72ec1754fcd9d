-- severity: warning
-- sentence: A capital project has a negative allotment.

with

project_year as (

    select * from marts.capital_projects__project_year

),

final as (

    select
        project_id,
        project_name,
        fiscal_year,
        adopted_allotment_dkk,
        revised_allotment_dkk,
        file,
        line
    from project_year
    where adopted_allotment_dkk < 0 or revised_allotment_dkk < 0

)

select * from final
