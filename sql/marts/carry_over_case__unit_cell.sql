-- grain: one row per fiscal year, unit, function, budget type and expenditure class with money
-- scope: build
-- key: fiscal_year, unit_id, function_code, budget_type
-- The money outside capital: what was granted, and what was booked.

with

case_year as (

    select * from marts.carry_over_case__year

),

budget_line as (

    select * from staging.budget_line
    where budget_type <> '3'

),

ledger_cell as (

    select * from marts.budget_followup__ledger_cell
    where budget_type <> '3'

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

function_list as (

    select * from marts.chart__function

),

money as (

    select
        case_year.fiscal_year,
        budget_line.cost_centre,
        coalesce(budget_line.function_code, '') as function_code,
        budget_line.budget_type,
        budget_line.amount_dkk as revised_dkk,
        case when budget_line.kind = 'adopted' then budget_line.amount_dkk else 0 end as adopted_dkk,
        case when budget_line.kind = 'carry_over' then budget_line.amount_dkk else 0 end as carried_in_dkk,
        0 as actual_dkk
    from budget_line
    inner join case_year
        on
            budget_line.fiscal_year = case_year.fiscal_year
            -- Decided by now; what was decided after the year is over never counts in it.
            and budget_line.from_period <= case_year.period

    union all

    select
        case_year.fiscal_year,
        ledger_cell.cost_centre,
        ledger_cell.function_code,
        ledger_cell.budget_type,
        0 as revised_dkk,
        0 as adopted_dkk,
        0 as carried_in_dkk,
        ledger_cell.amount_dkk as actual_dkk
    from ledger_cell
    inner join case_year
        on
            ledger_cell.fiscal_year = case_year.fiscal_year
            and ledger_cell.period <= case_year.period

),

placed as (

    select
        money.fiscal_year,
        cost_centre_year.unit_id,
        money.function_code,
        money.budget_type,
        cast(sum(money.adopted_dkk) as decimal(18, 2)) as adopted_dkk,
        cast(sum(money.carried_in_dkk) as decimal(18, 2)) as carried_in_dkk,
        cast(sum(money.revised_dkk) as decimal(18, 2)) as revised_dkk,
        cast(sum(money.actual_dkk) as decimal(18, 2)) as actual_dkk
    from money
    inner join cost_centre_year
        on
            money.fiscal_year = cost_centre_year.fiscal_year
            and money.cost_centre = cost_centre_year.cost_centre
    group by all

),

final as (

    select
        placed.*,
        case when placed.budget_type in ('1', '2') then 'operating' else 'financial' end as part,
        -- State refunds of service functions stand outside the service frame.
        case
            when placed.budget_type not in ('1', '2') then ''
            when placed.budget_type = '2' and function_list.expenditure_class = 'service' then 'other'
            else coalesce(function_list.expenditure_class, 'other')
        end as expenditure_class,
        coalesce(function_list.function_name, '') as function_name
    from placed
    left join function_list on placed.function_code = function_list.function_code

)

select * from final
