-- grain: one row per decision on a project's grant, in the order of their days
-- scope: unit_today
-- order: project_id, decision_number
-- primary key: project_id, decision_number

with

project_appropriation as (

    select * from staging.project_appropriation

),

register as (

    select * from marts.capital_projects__register

),

final as (

    select
        project_appropriation.project_id,
        register.project_name,
        register.unit_id,
        register.unit_name,
        register.unit_path,
        cast(row_number() over project as integer) as decision_number,
        project_appropriation.decision_date,
        project_appropriation.kind,
        project_appropriation.amount_dkk,
        cast(sum(project_appropriation.amount_dkk) over project as decimal(18, 2)) as running_total_dkk,
        project_appropriation.body,
        project_appropriation.case_no,
        project_appropriation.fiscal_year,
        project_appropriation.cover,
        project_appropriation.comment,
        project_appropriation.delivery_id,
        project_appropriation.source,
        project_appropriation.file,
        project_appropriation.line
    from project_appropriation
    inner join register on project_appropriation.project_id = register.project_id
    window
        project as (
            partition by project_appropriation.project_id
            order by
                project_appropriation.decision_date,
                project_appropriation.delivery_id,
                project_appropriation.file,
                project_appropriation.line
            rows unbounded preceding
        )

)

select * from final
