-- severity: error
-- sentence: A unit's capital money is not that of the units below it, or the municipality's not that of all projects.

with

unit_year as (

    select * from marts.capital_carry_overs__unit_year

),

project_year as (

    select * from marts.capital_projects__project_year

),

part as (

    select
        fiscal_year,
        parent_unit_id as unit_id,
        revised_allotment_dkk,
        actual_dkk,
        carried_out_dkk
    from unit_year
    where parent_unit_id is not null

    union all

    -- Under the municipality once more all the projects, so that none is missing in the tree.
    select
        fiscal_year,
        'projects' as unit_id,
        revised_allotment_dkk,
        actual_dkk,
        carried_out_dkk
    from project_year

),

summed as (

    select
        fiscal_year,
        unit_id,
        sum(revised_allotment_dkk) as revised_allotment_dkk,
        sum(actual_dkk) as actual_dkk,
        sum(carried_out_dkk) as carried_out_dkk
    from part
    group by fiscal_year, unit_id

),

final as (

    select
        summed.fiscal_year,
        summed.unit_id,
        unit_year.revised_allotment_dkk,
        summed.revised_allotment_dkk as parts_revised_allotment_dkk,
        unit_year.actual_dkk,
        summed.actual_dkk as parts_actual_dkk,
        unit_year.carried_out_dkk,
        summed.carried_out_dkk as parts_carried_out_dkk
    from summed
    left join unit_year
        on
            summed.fiscal_year = unit_year.fiscal_year
            and case when summed.unit_id = 'projects' then 'municipality' else summed.unit_id end = unit_year.unit_id
    where
        unit_year.revised_allotment_dkk is distinct from summed.revised_allotment_dkk
        or unit_year.actual_dkk is distinct from summed.actual_dkk
        or unit_year.carried_out_dkk is distinct from summed.carried_out_dkk

)

select * from final
