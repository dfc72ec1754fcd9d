-- severity: warning
-- sentence: A completed capital project lacks its final account (anlægsregnskab).

with

project as (

    select * from marts.capital_projects__project

),

final as (

    select
        project_id,
        project_name,
        unit_id,
        phase,
        expected_completion_date,
        spent_dkk
    from project
    where is_missing_final_account

)

select * from final
