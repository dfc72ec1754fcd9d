-- grain: one row per line of the case, before anything is decided: what was granted, what it came to, what is left
-- scope: build
-- key: fiscal_year, line_id

with

item_rule as (

    select
        *,
        case when is_by_function then rule_name end as rule_with_functions
    from marts.carry_over_case__item_rule

),

unit_period as (

    select * from marts.budget_followup__unit_period
    where organisation_view = 'then' and budget_basis = 'with_carry_over' and is_leaf

),

unit_forecast as (

    select distinct
        fiscal_year,
        period,
        unit_id
    from marts.budget_followup__forecast_period

),

named as (

    select
        *,
        -- A unit's money is a line per class; a rule about functions takes its own out of that line.
        case part
            when 'operating' then concat_ws(':', part, unit_id, expenditure_class, rule_with_functions)
            when 'capital' then 'capital:' || project_id
            else 'financial:' || unit_id || ':' || budget_type || ':' || function_code
        end as line_id
    from item_rule

),

line as (

    select
        fiscal_year,
        line_id,
        part,
        any_value(into_fiscal_year) as into_fiscal_year,
        any_value(period) as period,
        bool_and(is_year_over) as is_year_over,
        any_value(unit_id) as unit_id,
        any_value(unit_name) as unit_name,
        any_value(centre_id) as centre_id,
        any_value(centre_name) as centre_name,
        any_value(unit_path) as unit_path,
        any_value(sort_order) as sort_order,
        any_value(expenditure_class) as expenditure_class,
        bool_and(is_frame_steered) as is_frame_steered,
        case when part = 'financial' then any_value(budget_type) else '' end as budget_type,
        case when part = 'financial' then any_value(function_code) else '' end as function_code,
        case when part = 'financial' then any_value(function_name) else '' end as function_name,
        any_value(project_id) as project_id,
        any_value(project_name) as project_name,
        any_value(rule_name) as rule_name,
        sum(adopted_dkk) as adopted_dkk,
        sum(carried_in_dkk) as carried_in_dkk,
        sum(revised_dkk) as revised_dkk,
        sum(actual_dkk) as actual_dkk,
        any_value(forecast_dkk) as forecast_dkk,
        any_value(requested_dkk) as requested_dkk
    from named
    group by fiscal_year, line_id, part

),

-- A unit forecasts as a whole. Where it has several lines, its expected variance is laid on the one with most money.
forecast as (

    select
        line.fiscal_year,
        line.line_id,
        unit_period.forecast_variance_dkk
    from line
    inner join unit_period
        on
            line.fiscal_year = unit_period.fiscal_year
            and line.period = unit_period.period
            and line.unit_id = unit_period.unit_id
    inner join unit_forecast
        on
            line.fiscal_year = unit_forecast.fiscal_year
            and line.period = unit_forecast.period
            and line.unit_id = unit_forecast.unit_id
    where line.part = 'operating' and not line.is_year_over
    qualify
        row_number() over (
            partition by line.fiscal_year, line.unit_id order by abs(line.revised_dkk) desc, line.line_id
        ) = 1

),

expected as (

    select
        line.*,
        case
            when line.is_year_over then line.actual_dkk
            when line.forecast_dkk is not null then line.forecast_dkk
            when forecast.forecast_variance_dkk is not null then line.revised_dkk + forecast.forecast_variance_dkk
            -- What has neither budget nor forecast has no other word for its outturn than what is booked by now.
            when line.revised_dkk = 0 and unit_forecast.unit_id is null then line.actual_dkk
            else line.revised_dkk
        end as outturn_dkk,
        case
            when line.is_year_over then 'outturn'
            when line.forecast_dkk is not null or forecast.forecast_variance_dkk is not null then 'forecast'
            when line.revised_dkk = 0 and unit_forecast.unit_id is null then 'booked'
            else 'budget'
        end as outturn_basis
    from line
    left join forecast
        on
            line.fiscal_year = forecast.fiscal_year
            and line.line_id = forecast.line_id
    left join unit_forecast
        on
            line.fiscal_year = unit_forecast.fiscal_year
            and line.period = unit_forecast.period
            and line.unit_id = unit_forecast.unit_id
            and line.part = 'operating'

),

final as (

    select
        * exclude (forecast_dkk) replace (
            cast(adopted_dkk as decimal(18, 2)) as adopted_dkk,
            cast(carried_in_dkk as decimal(18, 2)) as carried_in_dkk,
            cast(revised_dkk as decimal(18, 2)) as revised_dkk,
            cast(outturn_dkk as decimal(18, 2)) as outturn_dkk
        ),
        -- Above zero is money left over, below is an overspend.
        cast(revised_dkk - outturn_dkk as decimal(18, 2)) as left_dkk
    from expected
    where revised_dkk <> 0 or outturn_dkk <> 0

)

select * from final
