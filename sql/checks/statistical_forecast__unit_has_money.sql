-- severity: warning
-- sentence: Statistical forecasts are frozen for units where no money of that year lands any more; they count nowhere.

with

statistical_forecast as (

    select * from staging.statistical_forecast

),

cell_period as (

    select * from marts.budget_followup__cell_period

),

carrying as (

    select distinct
        fiscal_year,
        unit_id
    from cell_period

),

final as (

    select
        statistical_forecast.fiscal_year,
        statistical_forecast.round,
        statistical_forecast.unit_id,
        sum(statistical_forecast.amount_dkk) as amount_dkk
    from statistical_forecast
    left join carrying
        on
            statistical_forecast.fiscal_year = carrying.fiscal_year
            and statistical_forecast.unit_id = carrying.unit_id
    where carrying.unit_id is null
    group by all

)

select * from final
