-- severity: error
-- sentence: The months of a capital project are not together what it has spent and what it was given.

with

project_month as (

    select * from marts.capital_projects__project_month

),

project as (

    select * from marts.capital_projects__project

),

project_year as (

    select * from marts.capital_projects__project_year

),

last_month as (

    select
        project_id,
        max_by(actual_to_date_dkk, month_start) filter (where actual_to_date_dkk is not null) as actual_to_date_dkk,
        max_by(planned_to_date_dkk, month_start) as planned_to_date_dkk
    from project_month
    group by project_id

),

allotted as (

    select
        project_id,
        sum(adopted_allotment_dkk) as adopted_allotment_dkk
    from project_year
    group by project_id

),

final as (

    select
        last_month.project_id,
        last_month.actual_to_date_dkk,
        project.spent_dkk,
        last_month.planned_to_date_dkk,
        allotted.adopted_allotment_dkk
    from last_month
    inner join project on last_month.project_id = project.project_id
    inner join allotted on last_month.project_id = allotted.project_id
    where
        coalesce(last_month.actual_to_date_dkk, 0) <> coalesce(project.spent_dkk, 0)
        or last_month.planned_to_date_dkk <> allotted.adopted_allotment_dkk

)

select * from final
