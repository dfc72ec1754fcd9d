-- severity: warning
-- sentence: Forecasts are given for units that the organisation does not have; they count as unknown.

with

forecast as (

    select * from staging.forecast

),

organisation as (

    select * from staging.organisation

),

final as (

    select
        forecast.fiscal_year,
        forecast.round,
        forecast.unit_id,
        sum(forecast.amount_dkk) as amount_dkk
    from forecast
    where forecast.unit_id not in (select organisation.unit_id from organisation)
    group by forecast.fiscal_year, forecast.round, forecast.unit_id

)

select * from final
