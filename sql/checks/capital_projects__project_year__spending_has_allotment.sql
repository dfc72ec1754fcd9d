-- severity: warning
-- sentence: A capital project spends in a year in which it has no allotment.

with

project_year as (

    select * from marts.capital_projects__project_year

),

final as (

    select
        project_id,
        project_name,
        fiscal_year,
        actual_dkk,
        actual_basis,
        file,
        line
    from project_year
    where actual_dkk <> 0 and revised_allotment_dkk = 0

)

select * from final
