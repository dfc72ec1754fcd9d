-- grain: one row per fiscal year, unit, account, function and first period of a budget that stays until the next one
-- scope: build
-- key: fiscal_year, unit_id, account, function_code, from_period

with

budget_cell as (

    select * from marts.budget_followup__budget_cell

),

period as (

    select * from marts.budget_followup__period

),

year_span as (

    select
        fiscal_year,
        min(period) as first_period
    from period
    group by fiscal_year

),

-- The budget of a cell changes in few periods. A line with a month of its own is phased from that month on.
budget_event as (

    select
        *,
        from_period as period,
        false as is_phasing
    from budget_cell

    union all

    select
        *,
        greatest(from_period, month) as period,
        true as is_phasing
    from budget_cell
    where month is not null

),

-- A period before the first one shown (a budget without a ledger shows the twelfth only) counts from the first.
budget_change as (

    select
        event.fiscal_year,
        event.unit_id,
        event.account,
        event.function_code,
        greatest(event.period, year_span.first_period) as period,
        sum(event.amount_dkk) filter (where not event.is_phasing and event.kind = 'adopted') as adopted_dkk,
        sum(event.amount_dkk) filter (where not event.is_phasing and event.kind = 'supplementary')
            as supplementary_dkk,
        sum(event.amount_dkk) filter (where not event.is_phasing and event.kind = 'virement') as virement_dkk,
        sum(event.amount_dkk) filter (where not event.is_phasing and event.kind = 'technical_correction')
            as technical_correction_dkk,
        sum(event.amount_dkk) filter (where not event.is_phasing and event.kind = 'carry_over') as carried_in_dkk,
        sum(event.amount_dkk) filter (where not event.is_phasing and event.month is not null) as own_budget_dkk,
        sum(event.amount_dkk) filter (
            where not event.is_phasing and event.month is not null and event.kind = 'carry_over'
        ) as own_carried_in_dkk,
        sum(event.amount_dkk) filter (where event.is_phasing) as own_phased_dkk,
        sum(event.amount_dkk) filter (where event.is_phasing and event.kind = 'carry_over')
            as own_phased_carried_in_dkk
    from budget_event as event
    inner join year_span on event.fiscal_year = year_span.fiscal_year
    group by all

),

final as (

    select
        fiscal_year,
        unit_id,
        account,
        function_code,
        period as from_period,
        coalesce(lead(period) over known, 99) as until_period,
        coalesce(sum(adopted_dkk) over known, 0) as adopted_dkk,
        coalesce(sum(supplementary_dkk) over known, 0) as supplementary_dkk,
        coalesce(sum(virement_dkk) over known, 0) as virement_dkk,
        coalesce(sum(technical_correction_dkk) over known, 0) as technical_correction_dkk,
        coalesce(sum(carried_in_dkk) over known, 0) as carried_in_dkk,
        coalesce(sum(own_budget_dkk) over known, 0) as own_budget_dkk,
        coalesce(sum(own_carried_in_dkk) over known, 0) as own_carried_in_dkk,
        coalesce(sum(own_phased_dkk) over known, 0) as own_phased_dkk,
        coalesce(sum(own_phased_carried_in_dkk) over known, 0) as own_phased_carried_in_dkk
    from budget_change
    window known as (partition by fiscal_year, unit_id, account, function_code order by period)

)

select * from final
