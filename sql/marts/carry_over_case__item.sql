-- grain: one row per fiscal year and thing that a rule can be asked about: money of a unit and function, or a project
-- scope: build
-- key: part, fiscal_year, unit_id, function_code, budget_type, project_id

with

unit_cell as (

    select * from marts.carry_over_case__unit_cell

),

project_year as (

    select * from marts.capital_projects__project_year

),

case_year as (

    select * from marts.carry_over_case__year

),

item as (

    select
        part,
        fiscal_year,
        unit_id,
        expenditure_class,
        function_code,
        function_name,
        budget_type,
        '' as project_id,
        '' as project_name,
        '' as project_class,
        '' as project_kind,
        adopted_dkk,
        carried_in_dkk,
        revised_dkk,
        actual_dkk,
        cast(null as decimal(18, 2)) as forecast_dkk,
        cast(null as decimal(18, 2)) as requested_dkk
    from unit_cell

    union all

    select
        'capital' as part,
        fiscal_year,
        unit_id,
        '' as expenditure_class,
        '' as function_code,
        '' as function_name,
        '' as budget_type,
        project_id,
        project_name,
        coalesce(project_class, '') as project_class,
        kind as project_kind,
        adopted_allotment_dkk as adopted_dkk,
        carried_in_dkk,
        revised_allotment_dkk as revised_dkk,
        coalesce(actual_dkk, 0) as actual_dkk,
        forecast_dkk,
        carried_out_requested_dkk as requested_dkk
    from project_year

),

final as (

    select
        item.*,
        case_year.into_fiscal_year,
        case_year.period,
        case_year.is_year_over
    from item
    inner join case_year on item.fiscal_year = case_year.fiscal_year

)

select * from final
