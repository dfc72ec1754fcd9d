-- grain: one row per budget basis, fiscal year, period, unit where money lands and account group
-- scope: build
-- key: budget_basis, fiscal_year, period, unit_id, account_group

with

cell_period as (

    select * from marts.budget_followup__cell_period

),

forecast_period as (

    select * from marts.budget_followup__forecast_period

),

period as (

    select * from marts.budget_followup__period

),

-- Amounts fit in eighteen digits, and sums of those are several times faster than of wider ones.
-- Amounts by the way they are phased: what carries most names the row, and the rest says how much is estimated.
summed as (

    select
        fiscal_year,
        period,
        unit_id,
        account_group,
        cast(sum(adopted_dkk) as decimal(18, 2)) as adopted_dkk,
        cast(sum(supplementary_dkk) as decimal(18, 2)) as supplementary_dkk,
        cast(sum(virement_dkk) as decimal(18, 2)) as virement_dkk,
        cast(sum(technical_correction_dkk) as decimal(18, 2)) as technical_correction_dkk,
        cast(sum(carried_in_dkk) as decimal(18, 2)) as carried_in_dkk,
        cast(sum(revised_with_dkk) as decimal(18, 2)) as revised_with_dkk,
        cast(sum(revised_without_dkk) as decimal(18, 2)) as revised_without_dkk,
        cast(sum(phased_with_dkk) as decimal(18, 2)) as phased_with_dkk,
        cast(sum(phased_without_dkk) as decimal(18, 2)) as phased_without_dkk,
        cast(sum(own_with_dkk) as decimal(18, 2)) as own_with_dkk,
        cast(sum(own_without_dkk) as decimal(18, 2)) as own_without_dkk,
        cast(sum(case when basis = 'unit' then seasonal_with_dkk else 0 end) as decimal(18, 2))
            as unit_with_dkk,
        cast(sum(case when basis = 'unit' then seasonal_without_dkk else 0 end) as decimal(18, 2))
            as unit_without_dkk,
        cast(sum(case when basis = 'centre' then seasonal_with_dkk else 0 end) as decimal(18, 2))
            as centre_with_dkk,
        cast(sum(case when basis = 'centre' then seasonal_without_dkk else 0 end) as decimal(18, 2))
            as centre_without_dkk,
        cast(sum(case when basis = 'municipality' then seasonal_with_dkk else 0 end) as decimal(18, 2))
            as municipality_with_dkk,
        cast(sum(case when basis = 'municipality' then seasonal_without_dkk else 0 end) as decimal(18, 2))
            as municipality_without_dkk,
        cast(sum(case when basis = 'even' then seasonal_with_dkk else 0 end) as decimal(18, 2))
            as even_with_dkk,
        cast(sum(case when basis = 'even' then seasonal_without_dkk else 0 end) as decimal(18, 2))
            as even_without_dkk,
        cast(sum(actual_dkk) as decimal(18, 2)) as actual_dkk,
        cast(sum(committed_dkk) as decimal(18, 2)) as committed_dkk,
        -- What has no run rate yet is expected to keep its budget.
        cast(sum(coalesce(run_rate_forecast_dkk, revised_with_dkk)) as decimal(18, 2)) as run_rate_with_dkk,
        cast(sum(coalesce(run_rate_forecast_dkk, revised_without_dkk)) as decimal(18, 2)) as run_rate_without_dkk,
        bool_or(run_rate_forecast_dkk is not null) as has_run_rate,
        cast(sum(last_year_actual_dkk) as decimal(18, 2)) as last_year_actual_dkk,
        cast(sum(last_year_outturn_dkk) as decimal(18, 2)) as last_year_outturn_dkk
    from cell_period
    group by all

),

with_forecast as (

    select
        period.forecast_round,
        coalesce(summed.fiscal_year, forecast_period.fiscal_year) as fiscal_year,
        coalesce(summed.period, forecast_period.period) as period,
        coalesce(summed.unit_id, forecast_period.unit_id) as unit_id,
        coalesce(summed.account_group, forecast_period.account_group) as account_group,
        summed.* exclude (fiscal_year, period, unit_id, account_group),
        cast(forecast_period.forecast_dkk as decimal(18, 2)) as forecast_dkk
    from summed
    full join forecast_period
        on
            summed.fiscal_year = forecast_period.fiscal_year
            and summed.period = forecast_period.period
            and summed.unit_id = forecast_period.unit_id
            and summed.account_group = forecast_period.account_group
    inner join period
        on
            coalesce(summed.fiscal_year, forecast_period.fiscal_year) = period.fiscal_year
            and coalesce(summed.period, forecast_period.period) = period.period

),

by_basis as (

    select
        'with_carry_over' as budget_basis,
        *,
        revised_with_dkk as revised_dkk,
        phased_with_dkk as phased_dkk,
        own_with_dkk as own_dkk,
        unit_with_dkk as unit_dkk,
        centre_with_dkk as centre_dkk,
        municipality_with_dkk as municipality_dkk,
        even_with_dkk as even_dkk,
        run_rate_with_dkk as run_rate_forecast_dkk
    from with_forecast

    union all

    select
        'without_carry_over' as budget_basis,
        *,
        revised_without_dkk as revised_dkk,
        phased_without_dkk as phased_dkk,
        own_without_dkk as own_dkk,
        unit_without_dkk as unit_dkk,
        centre_without_dkk as centre_dkk,
        municipality_without_dkk as municipality_dkk,
        even_without_dkk as even_dkk,
        run_rate_without_dkk as run_rate_forecast_dkk
    from with_forecast

),

final as (

    select
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        account_group,
        coalesce(adopted_dkk, 0) as adopted_dkk,
        coalesce(supplementary_dkk, 0) as supplementary_dkk,
        coalesce(virement_dkk, 0) as virement_dkk,
        coalesce(technical_correction_dkk, 0) as technical_correction_dkk,
        coalesce(carried_in_dkk, 0) as carried_in_dkk,
        coalesce(revised_dkk, 0) as revised_dkk,
        coalesce(revised_without_dkk, 0) as revised_without_carry_over_dkk,
        coalesce(phased_dkk, 0) as phased_dkk,
        coalesce(own_dkk, 0) as own_dkk,
        coalesce(unit_dkk, 0) as unit_dkk,
        coalesce(centre_dkk, 0) as centre_dkk,
        coalesce(municipality_dkk, 0) as municipality_dkk,
        coalesce(even_dkk, 0) as even_dkk,
        coalesce(actual_dkk, 0) as actual_dkk,
        coalesce(committed_dkk, 0) as committed_dkk,
        coalesce(run_rate_forecast_dkk, 0) as run_rate_forecast_dkk,
        coalesce(has_run_rate, false) as has_run_rate,
        coalesce(last_year_actual_dkk, 0) as last_year_actual_dkk,
        coalesce(last_year_outturn_dkk, 0) as last_year_outturn_dkk,
        -- Money that nobody has forecast is expected to keep its budget, and is counted as missing.
        case when forecast_round is not null then coalesce(forecast_dkk, revised_dkk, 0) end as forecast_dkk,
        forecast_round is not null and forecast_dkk is null and revised_dkk <> 0 as is_forecast_missing
    from by_basis

)

select * from final
