-- grain: one row per fiscal year, period, unit and account group that the period's round has a forecast of
-- scope: build
-- key: fiscal_year, period, unit_id, account_group

with

round_forecast as (

    select * from marts.budget_followup__round_forecast

),

period as (

    select * from marts.budget_followup__period

),

final as (

    select
        period.fiscal_year,
        period.period,
        round_forecast.unit_id,
        round_forecast.account_group,
        round_forecast.forecast_dkk
    from period
    inner join round_forecast
        on
            period.fiscal_year = round_forecast.fiscal_year
            and period.forecast_round = round_forecast.round

)

select * from final
