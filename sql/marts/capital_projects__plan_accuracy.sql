-- grain: one row per project with at least two versions of its plan: what was expected first and last
-- scope: unit_today
-- order: unit_id, project_id
-- primary key: project_id

with

plan_version as (

    select * from marts.capital_projects__plan_version

),

register as (

    select * from marts.capital_projects__register

),

ends as (

    select
        project_id,
        count(*) as version_count,
        max(version_date) filter (where version_number = 1) as first_version_date,
        max(version_date) filter (where is_newest) as last_version_date,
        max(expected_cost_dkk) filter (where version_number = 1) as first_expected_cost_dkk,
        max(expected_cost_dkk) filter (where is_newest) as last_expected_cost_dkk,
        max(completion_date) filter (where version_number = 1) as first_completion_date,
        max(completion_date) filter (where is_newest) as last_completion_date
    from plan_version
    group by project_id
    having count(*) >= 2

),

-- No cost, or none above zero, is not a forecast: nothing is compared with it.
final as (

    select
        ends.project_id,
        register.project_name,
        register.unit_id,
        register.unit_name,
        register.unit_path,
        register.project_class,
        register.is_completed,
        ends.version_count,
        ends.first_version_date,
        ends.last_version_date,
        ends.first_expected_cost_dkk,
        ends.last_expected_cost_dkk,
        cast(
            case
                when ends.first_expected_cost_dkk > 0 and ends.last_expected_cost_dkk > 0
                    then ends.first_expected_cost_dkk - ends.last_expected_cost_dkk
            end
            as decimal(18, 2)
        ) as error_dkk,
        case
            when ends.first_expected_cost_dkk > 0 and ends.last_expected_cost_dkk > 0
                then (ends.first_expected_cost_dkk - ends.last_expected_cost_dkk) / ends.last_expected_cost_dkk
        end as error_share,
        ends.first_completion_date,
        ends.last_completion_date,
        cast(ends.last_completion_date - ends.first_completion_date as integer) as slip_days
    from ends
    inner join register on ends.project_id = register.project_id

)

select * from final
