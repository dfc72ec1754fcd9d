-- grain: one row per fiscal year, period, unit, account and function: everything that is known by then
-- scope: build
-- key: fiscal_year, period, unit_id, account, function_code
-- Phasing and run rate are rounded here, at the lowest level, so that every level above is a plain sum of this one.

with

cell_known as (

    select * from marts.budget_followup__cell_known

),

revised as (

    select
        *,
        cast(adopted_dkk + supplementary_dkk + virement_dkk + technical_correction_dkk as decimal(18, 2))
            as revised_without_dkk
    from cell_known

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
    from revised

),

-- Half an øre is rounded away from zero; // cuts towards zero.
rounded as (

    select
        *,
        cast((2 * without_product + sign(without_product) * denominator) // (2 * denominator) as decimal(18, 0))
        * cast(0.01 as decimal(3, 2)) as seasonal_phased_without_dkk,
        cast((2 * with_product + sign(with_product) * denominator) // (2 * denominator) as decimal(18, 0))
        * cast(0.01 as decimal(3, 2)) as seasonal_phased_with_dkk,
        cast(
            (2 * actual_product + sign(actual_product) * begun_numerator) // (2 * begun_numerator) as decimal(18, 0)
        )
        * cast(0.01 as decimal(3, 2)) as run_rate_forecast_dkk
    from seasonal

),

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
        cast(revised_without_dkk + carried_in_dkk as decimal(18, 2)) as revised_with_dkk,
        cast(own_phased_dkk - own_phased_carried_in_dkk + seasonal_phased_without_dkk as decimal(18, 2))
            as phased_without_dkk,
        cast(own_phased_dkk + seasonal_phased_with_dkk as decimal(18, 2)) as phased_with_dkk,
        cast(abs(own_budget_dkk - own_carried_in_dkk) as decimal(18, 2)) as own_without_dkk,
        abs(own_budget_dkk) as own_with_dkk,
        cast(abs(seasonal_without_dkk) as decimal(18, 2)) as seasonal_without_dkk,
        cast(abs(seasonal_with_dkk) as decimal(18, 2)) as seasonal_with_dkk,
        basis,
        numerator / denominator as weight_to_date_share,
        actual_dkk,
        cast(run_rate_forecast_dkk as decimal(18, 2)) as run_rate_forecast_dkk,
        committed_dkk,
        last_year_actual_dkk,
        last_year_outturn_dkk,
        posting_count
    from rounded

)

select * from final
