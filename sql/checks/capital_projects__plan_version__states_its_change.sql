-- severity: warning
-- sentence: The change that a version of a plan states is not the difference to the version before.

with

plan_version as (

    select * from marts.capital_projects__plan_version

),

final as (

    -- Some sources state whole kroner.
    select
        project_id,
        version_date,
        cost_change_dkk,
        stated_cost_change_dkk,
        slip_change_days,
        stated_slip_change_days,
        file,
        line
    from plan_version
    where abs(stated_cost_change_dkk - cost_change_dkk) > 0.5 or stated_slip_change_days <> slip_change_days

)

select * from final
