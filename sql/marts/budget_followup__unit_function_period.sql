-- grain: one row per organisation view, fiscal year, month that ends a quarter, unit and function
-- scope: unit_period
-- order: organisation_view, fiscal_year, period, unit_id, function_code
-- key: organisation_view, fiscal_year, period, unit_id, function_code
-- What the money is spent on, in today's organisation and with what was carried over.

with

account_period as (

    select * from marts.budget_followup__unit_account_period

),

unit_period as (

    select * from marts.organisation__unit_period

),

function_list as (

    select * from marts.chart__function

),

summed as (

    select
        fiscal_year,
        period,
        unit_id,
        coalesce(function_code, '') as function_code,
        sum(revised_dkk) as revised_dkk,
        sum(actual_dkk) as actual_dkk,
        sum(last_year_actual_dkk) as last_year_actual_dkk
    from account_period
    where budget_basis = 'with_carry_over' and period in (3, 6, 9, 12)
    group by all

),

-- Each row once for every unit that it lies below.
placed as (

    select
        unit_period.organisation_view,
        unnest(unit_period.unit_path) as above_id,
        summed.*
    from summed
    inner join unit_period
        on
            summed.fiscal_year = unit_period.fiscal_year
            and summed.period = unit_period.period
            and summed.unit_id = unit_period.unit_id
    where unit_period.organisation_view = 'today'

),

final as (

    select
        placed.organisation_view,
        placed.fiscal_year,
        placed.period,
        placed.above_id as unit_id,
        placed.function_code,
        function_list.function_name,
        function_list.main_account,
        cast(sum(placed.revised_dkk) as decimal(18, 2)) as revised_dkk,
        cast(sum(placed.actual_dkk) as decimal(18, 2)) as actual_dkk,
        cast(sum(placed.last_year_actual_dkk) as decimal(18, 2)) as last_year_actual_dkk
    from placed
    left join function_list on placed.function_code = function_list.function_code
    group by all

)

select * from final
