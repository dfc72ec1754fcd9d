-- grain: one row per fiscal year, period, unit, account and function: everything that is known by then
-- scope: build
-- key: fiscal_year, period, unit_id, account, function_code
-- Phasing and run rate are rounded here, at the lowest level, so that every level above is a plain sum of this one.

with

budget_cell as (

    select * from marts.budget_followup__budget_cell

),

ledger_cell as (

    select * from marts.budget_followup__ledger_cell
    where is_followed_up

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

-- What becomes known in each period. A line with a month of its own is phased from that month on.
event as (

    select
        fiscal_year,
        unit_id,
        account,
        function_code,
        from_period as period,
        case when kind = 'adopted' then amount_dkk else 0 end as adopted_dkk,
        case when kind = 'supplementary' then amount_dkk else 0 end as supplementary_dkk,
        case when kind = 'virement' then amount_dkk else 0 end as virement_dkk,
        case when kind = 'technical_correction' then amount_dkk else 0 end as technical_correction_dkk,
        case when kind = 'carry_over' then amount_dkk else 0 end as carried_in_dkk,
        case when month is not null then amount_dkk else 0 end as own_budget_dkk,
        case when month is not null and kind = 'carry_over' then amount_dkk else 0 end as own_carried_in_dkk,
        0 as own_phased_dkk,
        0 as own_phased_carried_in_dkk,
        0 as actual_dkk,
        0 as last_year_actual_dkk,
        0 as posting_count
    from budget_cell

    union all by name

    select
        fiscal_year,
        unit_id,
        account,
        function_code,
        greatest(from_period, month) as period,
        amount_dkk as own_phased_dkk,
        case when kind = 'carry_over' then amount_dkk else 0 end as own_phased_carried_in_dkk
    from budget_cell
    where month is not null

    union all by name

    select
        ledger_cell.fiscal_year,
        cost_centre_year.unit_id,
        ledger_cell.account,
        ledger_cell.function_code,
        ledger_cell.period,
        ledger_cell.amount_dkk as actual_dkk,
        ledger_cell.posting_count
    from ledger_cell
    inner join cost_centre_year
        on
            ledger_cell.fiscal_year = cost_centre_year.fiscal_year
            and ledger_cell.cost_centre = cost_centre_year.cost_centre

    union all by name

    -- Last year in this year's organisation, so that the two can be compared.
    select
        ledger_cell.fiscal_year + 1 as fiscal_year,
        cost_centre_year.unit_id,
        ledger_cell.account,
        ledger_cell.function_code,
        ledger_cell.period,
        ledger_cell.amount_dkk as last_year_actual_dkk
    from ledger_cell
    inner join cost_centre_year
        on
            ledger_cell.fiscal_year = cost_centre_year.fiscal_year - 1
            and ledger_cell.cost_centre = cost_centre_year.cost_centre

),

-- Orders are known only as they stand now: they belong to the newest period of their year.
committed as (

    select
        commitment.fiscal_year,
        cost_centre_year.unit_id,
        commitment.account,
        coalesce(commitment.function_code, '') as function_code,
        sum(commitment.amount_dkk) as committed_dkk
    from commitment
    inner join cost_centre_year
        on
            commitment.fiscal_year = cost_centre_year.fiscal_year
            and commitment.cost_centre = cost_centre_year.cost_centre
    group by all

),

-- A period before the first one shown (a budget without a ledger shows the twelfth only) counts from the first.
event_in_period as (

    select
        event.fiscal_year,
        event.unit_id,
        event.account,
        event.function_code,
        greatest(event.period, year_span.first_period) as period,
        sum(event.adopted_dkk) as adopted_dkk,
        sum(event.supplementary_dkk) as supplementary_dkk,
        sum(event.virement_dkk) as virement_dkk,
        sum(event.technical_correction_dkk) as technical_correction_dkk,
        sum(event.carried_in_dkk) as carried_in_dkk,
        sum(event.own_budget_dkk) as own_budget_dkk,
        sum(event.own_carried_in_dkk) as own_carried_in_dkk,
        sum(event.own_phased_dkk) as own_phased_dkk,
        sum(event.own_phased_carried_in_dkk) as own_phased_carried_in_dkk,
        sum(event.actual_dkk) as actual_dkk,
        sum(event.last_year_actual_dkk) as last_year_actual_dkk,
        sum(event.posting_count) as posting_count
    from event
    inner join year_span on event.fiscal_year = year_span.fiscal_year
    group by all

),

cell as (

    select
        fiscal_year,
        unit_id,
        account,
        function_code
    from event_in_period

    union

    select
        committed.fiscal_year,
        committed.unit_id,
        committed.account,
        committed.function_code
    from committed
    inner join year_span on committed.fiscal_year = year_span.fiscal_year

),

last_year as (

    select
        fiscal_year,
        unit_id,
        account,
        function_code,
        sum(last_year_actual_dkk) as outturn_dkk
    from event_in_period
    group by all

),

running as (

    select
        cell.fiscal_year,
        period.period,
        cell.unit_id,
        cell.account,
        cell.function_code,
        coalesce(last_year.outturn_dkk, 0) as last_year_outturn_dkk,
        sum(coalesce(event.adopted_dkk, 0)) over to_date as adopted_dkk,
        sum(coalesce(event.supplementary_dkk, 0)) over to_date as supplementary_dkk,
        sum(coalesce(event.virement_dkk, 0)) over to_date as virement_dkk,
        sum(coalesce(event.technical_correction_dkk, 0)) over to_date as technical_correction_dkk,
        sum(coalesce(event.carried_in_dkk, 0)) over to_date as carried_in_dkk,
        sum(coalesce(event.own_budget_dkk, 0)) over to_date as own_budget_dkk,
        sum(coalesce(event.own_carried_in_dkk, 0)) over to_date as own_carried_in_dkk,
        sum(coalesce(event.own_phased_dkk, 0)) over to_date as own_phased_dkk,
        sum(coalesce(event.own_phased_carried_in_dkk, 0)) over to_date as own_phased_carried_in_dkk,
        sum(coalesce(event.actual_dkk, 0)) over to_date as actual_dkk,
        sum(coalesce(event.last_year_actual_dkk, 0)) over to_date as last_year_actual_dkk,
        sum(coalesce(event.posting_count, 0)) over to_date as posting_count
    from cell
    inner join period on cell.fiscal_year = period.fiscal_year
    left join last_year
        on
            cell.fiscal_year = last_year.fiscal_year
            and cell.unit_id = last_year.unit_id
            and cell.account = last_year.account
            and cell.function_code = last_year.function_code
    left join event_in_period as event
        on
            cell.fiscal_year = event.fiscal_year
            and period.period = event.period
            and cell.unit_id = event.unit_id
            and cell.account = event.account
            and cell.function_code = event.function_code
    window
        to_date as (
            partition by cell.fiscal_year, cell.unit_id, cell.account, cell.function_code
            order by period.period
        )

),

weighed as (

    select
        running.*,
        account.cost_type,
        account.account_group,
        coalesce(committed.committed_dkk, 0) as committed_dkk,
        running.adopted_dkk + running.supplementary_dkk + running.virement_dkk + running.technical_correction_dkk
            as revised_without_dkk,
        coalesce(weight.basis, 'even') as basis,
        coalesce(weight.numerator, least(running.period, 12)) as numerator,
        coalesce(weight.denominator, 12) as denominator
    from running
    inner join account on running.account = account.account
    left join weight
        on
            running.fiscal_year = weight.fiscal_year
            and running.unit_id = weight.unit_id
            and account.cost_type = weight.cost_type
            and least(running.period, 12) = weight.month
    left join year_span
        on
            running.fiscal_year = year_span.fiscal_year
            and running.period = year_span.last_period
    left join committed
        on
            year_span.fiscal_year = committed.fiscal_year
            and running.unit_id = committed.unit_id
            and running.account = committed.account
            and running.function_code = committed.function_code

),

-- Money without a month of its own, in whole øre, times the numerator of its season: exact until it is divided.
seasonal as (

    select
        *,
        revised_without_dkk + carried_in_dkk - own_budget_dkk as seasonal_with_dkk,
        revised_without_dkk - own_budget_dkk + own_carried_in_dkk as seasonal_without_dkk,
        cast((revised_without_dkk + carried_in_dkk - own_budget_dkk) * 100 as hugeint) * numerator as with_product,
        cast((revised_without_dkk - own_budget_dkk + own_carried_in_dkk) * 100 as hugeint) * numerator
            as without_product,
        cast(actual_dkk * 100 as hugeint) * denominator as actual_product,
        -- A season that has hardly begun says nothing about how the year ends.
        case when numerator * 20 >= denominator then numerator end as begun_numerator
    from weighed

),

-- Half an øre is rounded away from zero; // cuts towards zero.
final as (

    select
        fiscal_year,
        period,
        unit_id,
        account,
        function_code,
        cost_type,
        account_group,
        adopted_dkk,
        supplementary_dkk,
        virement_dkk,
        technical_correction_dkk,
        carried_in_dkk,
        revised_without_dkk,
        revised_without_dkk + carried_in_dkk as revised_with_dkk,
        own_phased_dkk - own_phased_carried_in_dkk
        + cast((2 * without_product + sign(without_product) * denominator) // (2 * denominator) as decimal(30, 0))
        * cast(0.01 as decimal(3, 2)) as phased_without_dkk,
        own_phased_dkk
        + cast((2 * with_product + sign(with_product) * denominator) // (2 * denominator) as decimal(30, 0))
        * cast(0.01 as decimal(3, 2)) as phased_with_dkk,
        abs(own_budget_dkk - own_carried_in_dkk) as own_without_dkk,
        abs(own_budget_dkk) as own_with_dkk,
        abs(seasonal_without_dkk) as seasonal_without_dkk,
        abs(seasonal_with_dkk) as seasonal_with_dkk,
        basis,
        numerator / denominator as weight_to_date_share,
        actual_dkk,
        cast(
            (2 * actual_product + sign(actual_product) * begun_numerator) // (2 * begun_numerator)
            as decimal(30, 0)
        )
        * cast(0.01 as decimal(3, 2)) as run_rate_forecast_dkk,
        committed_dkk,
        last_year_actual_dkk,
        last_year_outturn_dkk,
        posting_count
    from seasonal

)

select * from final
