-- grain: one row per project and version of its plan, in the order of their days
-- scope: unit_today
-- order: project_id, version_number
-- primary key: project_id, version_number

with

project_plan as (

    select * from staging.project_plan

),

register as (

    select * from marts.capital_projects__register

),

numbered as (

    select
        *,
        row_number() over project as version_number,
        row_number() over project = count(*) over (partition by project_id) as is_newest,
        lag(expected_cost_dkk) over project as expected_cost_before_dkk,
        lag(completion_date) over project as completion_date_before,
        -- The first approved one, among versions that are.
        row_number() over (
            partition by project_id, is_approved
            order by version_date, delivery_id, file, line
        ) as number_of_its_kind
    from project_plan
    window project as (partition by project_id order by version_date, delivery_id, file, line)

),

first_approved as (

    select
        project_id,
        completion_date
    from numbered
    where is_approved and number_of_its_kind = 1

),

final as (

    select
        numbered.project_id,
        register.project_name,
        register.unit_id,
        register.unit_name,
        register.unit_path,
        cast(numbered.version_number as integer) as version_number,
        numbered.version,
        numbered.version_date,
        numbered.is_approved,
        numbered.is_approved and numbered.number_of_its_kind = 1 as is_first_approved,
        numbered.is_newest,
        numbered.phase,
        numbered.start_date,
        numbered.completion_date,
        numbered.expected_cost_dkk,
        cast(numbered.expected_cost_dkk - numbered.expected_cost_before_dkk as decimal(18, 2)) as cost_change_dkk,
        -- Calendar months: from December to February is two, whatever the days.
        cast(
            12 * (year(numbered.completion_date) - year(first_approved.completion_date))
            + month(numbered.completion_date)
            - month(first_approved.completion_date)
            as integer
        ) as slip_months,
        cast(numbered.completion_date - numbered.completion_date_before as integer) as slip_change_days,
        numbered.cost_change_dkk as stated_cost_change_dkk,
        numbered.schedule_change_days as stated_slip_change_days,
        numbered.reason,
        numbered.delivery_id,
        numbered.source,
        numbered.file,
        numbered.line
    from numbered
    inner join register on numbered.project_id = register.project_id
    left join first_approved on numbered.project_id = first_approved.project_id

)

select * from final
