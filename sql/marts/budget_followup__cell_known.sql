-- grain: one row per fiscal year, period, unit, account and function: what is budgeted, booked and ordered by then
-- scope: build
-- materialise: view
-- With the part of the year that is usually over by then, in whole numbers. What follows from it is in cell_period.

with

budget_version as (

    select * from marts.budget_followup__budget_version

),

booked_cell as (

    select * from marts.budget_followup__booked_cell

),

commitment as (

    select * from staging.commitment

),

period as (

    select * from marts.budget_followup__period

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

account as (

    select * from marts.chart__account

),

weight as (

    select * from marts.budget_followup__weight

),

year_span as (

    select
        fiscal_year,
        min(period) as first_period,
        max(period) as last_period
    from period
    group by fiscal_year

),

-- Orders are known only as they stand now: they belong to the newest period of their year.
committed as (

    select
        commitment.fiscal_year,
        cost_centre_year.unit_id,
        commitment.account,
        coalesce(commitment.function_code, '') as function_code,
        year_span.last_period as period,
        sum(commitment.amount_dkk) as committed_dkk
    from commitment
    inner join year_span on commitment.fiscal_year = year_span.fiscal_year
    inner join cost_centre_year
        on
            commitment.fiscal_year = cost_centre_year.fiscal_year
            and commitment.cost_centre = cost_centre_year.cost_centre
    group by all

),

used as (

    select
        fiscal_year,
        unit_id,
        account,
        function_code
    from booked_cell

    union

    select
        fiscal_year,
        unit_id,
        account,
        function_code
    from budget_version

    union

    select
        fiscal_year,
        unit_id,
        account,
        function_code
    from committed

),

-- A number for each cell: what follows is joined and summed by it instead of by four texts.
cell as (

    select
        *,
        row_number() over () as cell_id
    from used

),

-- A year with a budget alone shows its twelfth period only: last year's months before it count there.
cell_booked as (

    select
        cell.cell_id,
        greatest(booked.period, year_span.first_period) as period,
        sum(booked.actual_dkk) as actual_dkk,
        sum(booked.posting_count) as posting_count,
        sum(booked.last_year_actual_dkk) as last_year_actual_dkk
    from booked_cell as booked
    inner join year_span on booked.fiscal_year = year_span.fiscal_year
    inner join cell
        on
            booked.fiscal_year = cell.fiscal_year
            and booked.unit_id = cell.unit_id
            and booked.account = cell.account
            and booked.function_code = cell.function_code
    group by all

),

cell_outturn as (

    select
        cell_id,
        sum(last_year_actual_dkk) as last_year_outturn_dkk
    from cell_booked
    group by cell_id

),

cell_budget as (

    select
        cell.cell_id,
        budget.*
    from budget_version as budget
    inner join cell
        on
            budget.fiscal_year = cell.fiscal_year
            and budget.unit_id = cell.unit_id
            and budget.account = cell.account
            and budget.function_code = cell.function_code

),

cell_committed as (

    select
        cell.cell_id,
        committed.period,
        committed.committed_dkk
    from committed
    inner join cell
        on
            committed.fiscal_year = cell.fiscal_year
            and committed.unit_id = cell.unit_id
            and committed.account = cell.account
            and committed.function_code = cell.function_code

),

running as (

    select
        cell.cell_id,
        cell.fiscal_year,
        period.period,
        cell.unit_id,
        cell.account,
        cell.function_code,
        sum(booked.actual_dkk) over to_date as actual_dkk,
        sum(booked.posting_count) over to_date as posting_count,
        sum(booked.last_year_actual_dkk) over to_date as last_year_actual_dkk
    from cell
    inner join period on cell.fiscal_year = period.fiscal_year
    left join cell_booked as booked
        on
            cell.cell_id = booked.cell_id
            and period.period = booked.period
    window to_date as (partition by cell.cell_id order by period.period)

),

final as (

    select
        running.fiscal_year,
        running.period,
        running.unit_id,
        running.account,
        running.function_code,
        account.cost_type,
        account.account_group,
        cast(coalesce(budget.adopted_dkk, 0) as decimal(18, 2)) as adopted_dkk,
        cast(coalesce(budget.supplementary_dkk, 0) as decimal(18, 2)) as supplementary_dkk,
        cast(coalesce(budget.virement_dkk, 0) as decimal(18, 2)) as virement_dkk,
        cast(coalesce(budget.technical_correction_dkk, 0) as decimal(18, 2)) as technical_correction_dkk,
        cast(coalesce(budget.carried_in_dkk, 0) as decimal(18, 2)) as carried_in_dkk,
        cast(coalesce(budget.own_budget_dkk, 0) as decimal(18, 2)) as own_budget_dkk,
        cast(coalesce(budget.own_carried_in_dkk, 0) as decimal(18, 2)) as own_carried_in_dkk,
        cast(coalesce(budget.own_phased_dkk, 0) as decimal(18, 2)) as own_phased_dkk,
        cast(coalesce(budget.own_phased_carried_in_dkk, 0) as decimal(18, 2)) as own_phased_carried_in_dkk,
        cast(coalesce(running.actual_dkk, 0) as decimal(18, 2)) as actual_dkk,
        cast(coalesce(running.last_year_actual_dkk, 0) as decimal(18, 2)) as last_year_actual_dkk,
        cast(coalesce(cell_outturn.last_year_outturn_dkk, 0) as decimal(18, 2)) as last_year_outturn_dkk,
        cast(coalesce(committed.committed_dkk, 0) as decimal(18, 2)) as committed_dkk,
        coalesce(running.posting_count, 0) as posting_count,
        weight.basis,
        weight.numerator,
        weight.denominator
    from running
    inner join account on running.account = account.account
    left join cell_budget as budget
        on
            running.cell_id = budget.cell_id
            and running.period >= budget.from_period
            and running.period < budget.until_period
    left join cell_outturn on running.cell_id = cell_outturn.cell_id
    left join cell_committed as committed
        on
            running.cell_id = committed.cell_id
            and running.period = committed.period
    inner join weight
        on
            running.fiscal_year = weight.fiscal_year
            and running.unit_id = weight.unit_id
            and account.cost_type = weight.cost_type
            and least(running.period, 12) = weight.month

)

select * from final
