-- grain: one row per thing that a rule can be asked about, with the first rule that fits it
-- scope: build
-- key: part, fiscal_year, unit_id, function_code, budget_type, project_id

with

item as (

    select * from marts.carry_over_case__item

),

unit_period as (

    select * from marts.organisation__unit_period
    where organisation_view = 'today'

),

rule as (

    select * from staging.carry_over_rule

),

choice as (

    select * from staging.carry_over_choice

),

-- The money goes to the unit where it stands now, so the rules see today's organisation.
placed as (

    select
        item.*,
        coalesce(unit_period.unit_name, item.unit_id) as unit_name,
        unit_period.unit_kind,
        unit_period.centre_id,
        coalesce(unit_period.centre_name, '') as centre_name,
        coalesce(unit_period.unit_path, ['municipality', item.unit_id]) as unit_path,
        coalesce(unit_period.sort_order, 1000000) as sort_order,
        list_contains(choice.frame_steered, item.expenditure_class) as is_frame_steered
    from item
    cross join choice
    left join unit_period
        on
            item.fiscal_year = unit_period.fiscal_year
            and item.period = unit_period.period
            and item.unit_id = unit_period.unit_id

),

final as (

    select
        placed.*,
        rule.rule_order,
        rule.rule_name,
        coalesce(len(rule.functions) > 0, false) as is_by_function
    from placed
    left join rule
        on
            placed.part = rule.part
            and (len(rule.units) = 0 or list_has_any(rule.units, placed.unit_path))
            and (len(rule.unit_kinds) = 0 or list_contains(rule.unit_kinds, placed.unit_kind))
            and (
                len(rule.expenditure_classes) = 0
                or list_contains(rule.expenditure_classes, placed.expenditure_class)
            )
            and (
                len(rule.functions) = 0
                or regexp_matches(placed.function_code, '^(' || array_to_string(rule.functions, '|') || ')')
            )
            and (len(rule.budget_types) = 0 or list_contains(rule.budget_types, placed.budget_type))
            and (len(rule.projects) = 0 or list_contains(rule.projects, placed.project_id))
            and (len(rule.project_classes) = 0 or list_contains(rule.project_classes, placed.project_class))
            and (len(rule.project_kinds) = 0 or list_contains(rule.project_kinds, placed.project_kind))
            and (rule.is_frame_steered is null or placed.is_frame_steered = rule.is_frame_steered)
    qualify
        row_number() over (
            partition by
                placed.part,
                placed.fiscal_year,
                placed.unit_id,
                placed.function_code,
                placed.budget_type,
                placed.project_id
            order by rule.rule_order nulls last
        ) = 1

)

select * from final
