-- severity: warning
-- sentence: Statistical forecasts are frozen for a round that no manager's forecast names; they count nowhere.

with

statistical_forecast as (

    select * from staging.statistical_forecast

),

follow_up_round as (

    select * from marts.forecast_accuracy__round

),

final as (

    select
        statistical_forecast.fiscal_year,
        statistical_forecast.round,
        sum(statistical_forecast.amount_dkk) as amount_dkk
    from statistical_forecast
    left join follow_up_round
        on
            statistical_forecast.fiscal_year = follow_up_round.fiscal_year
            and statistical_forecast.round = follow_up_round.round
    where follow_up_round.round is null
    group by all

)

select * from final
