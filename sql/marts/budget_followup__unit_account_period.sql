-- grain: one row per budget basis, fiscal year, period, unit where money lands, account and function
-- scope: unit_period
-- order: unit_id, fiscal_year, period, budget_basis, account, function_code
-- key: budget_basis, fiscal_year, period, unit_id, account, function_code

with

cell_period as (

    select * from marts.budget_followup__cell_period

),

account as (

    select * from marts.chart__account

),

function_list as (

    select * from marts.chart__function

),

period as (

    select * from marts.budget_followup__period

),

budget_cell as (

    select * from marts.budget_followup__budget_cell

),

budget_lines as (

    select
        fiscal_year,
        unit_id,
        account,
        function_code,
        sum(budget_line_count) as budget_line_count
    from budget_cell
    group by all

),

year_before as (

    select distinct fiscal_year + 1 as fiscal_year
    from period

),

by_basis as (

    select
        'with_carry_over' as budget_basis,
        *,
        revised_with_dkk as revised_dkk,
        phased_with_dkk as phased_dkk,
        case when own_with_dkk > 0 and own_with_dkk >= seasonal_with_dkk then 'own' else basis end as phasing_basis
    from cell_period

    union all

    select
        'without_carry_over' as budget_basis,
        *,
        revised_without_dkk as revised_dkk,
        phased_without_dkk as phased_dkk,
        case when own_without_dkk > 0 and own_without_dkk >= seasonal_without_dkk then 'own' else basis end
            as phasing_basis
    from cell_period

),

final as (

    select
        by_basis.budget_basis,
        by_basis.fiscal_year,
        by_basis.period,
        by_basis.unit_id,
        by_basis.account,
        account.account_name,
        by_basis.cost_type,
        by_basis.account_group,
        nullif(by_basis.function_code, '') as function_code,
        function_list.function_name,
        cast(by_basis.revised_dkk as decimal(18, 2)) as revised_dkk,
        cast(by_basis.phased_dkk as decimal(18, 2)) as phased_dkk,
        by_basis.phasing_basis,
        by_basis.weight_to_date_share,
        cast(by_basis.actual_dkk as decimal(18, 2)) as actual_dkk,
        cast(by_basis.committed_dkk as decimal(18, 2)) as committed_dkk,
        cast(by_basis.revised_dkk - by_basis.actual_dkk - by_basis.committed_dkk as decimal(18, 2)) as remaining_dkk,
        -- Nothing spent of a budgeted income is 0, not minus 0.
        by_basis.actual_dkk / nullif(by_basis.revised_dkk, 0) + 0.0 as spent_share,
        cast(by_basis.actual_dkk - by_basis.phased_dkk as decimal(18, 2)) as variance_to_date_dkk,
        cast(by_basis.run_rate_forecast_dkk as decimal(18, 2)) as run_rate_forecast_dkk,
        case
            when year_before.fiscal_year is not null then cast(by_basis.last_year_actual_dkk as decimal(18, 2))
        end as last_year_actual_dkk,
        cast(by_basis.posting_count as bigint) as posting_count,
        -- All of the year's, decided yet or not: a list of them shows each with its date.
        cast(coalesce(budget_lines.budget_line_count, 0) as bigint) as budget_line_count
    from by_basis
    inner join account on by_basis.account = account.account
    left join function_list on by_basis.function_code = function_list.function_code
    left join year_before on by_basis.fiscal_year = year_before.fiscal_year
    left join budget_lines
        on
            by_basis.fiscal_year = budget_lines.fiscal_year
            and by_basis.unit_id = budget_lines.unit_id
            and by_basis.account = budget_lines.account
            and by_basis.function_code = budget_lines.function_code
    -- A row begins when something happens to it, this year or last.
    where
        by_basis.revised_dkk <> 0
        or by_basis.phased_dkk <> 0
        or by_basis.actual_dkk <> 0
        or by_basis.committed_dkk <> 0
        or by_basis.last_year_actual_dkk <> 0
        or by_basis.posting_count > 0

)

select * from final
