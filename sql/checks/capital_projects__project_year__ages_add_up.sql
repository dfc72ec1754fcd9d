-- severity: error
-- sentence: The ages of what a capital project carries out are not together what it carries out.

with

project_year as (

    select * from marts.capital_projects__project_year

),

final as (

    select
        project_id,
        fiscal_year,
        carried_out_dkk,
        carried_out_age_1_dkk,
        carried_out_age_2_dkk,
        carried_out_age_3_dkk
    from project_year
    where
        carried_out_age_1_dkk + carried_out_age_2_dkk + carried_out_age_3_dkk <> greatest(carried_out_dkk, 0)
        or least(carried_out_age_1_dkk, carried_out_age_2_dkk, carried_out_age_3_dkk) < 0

)

select * from final
