-- severity: warning
-- sentence: Forecasts for units that only add up the units below them are not used.

with

forecast as (

    select * from staging.forecast

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

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
        forecast.fiscal_year,
        forecast.round,
        forecast.unit_id,
        sum(forecast.amount_dkk) as amount_dkk
    from forecast
    inner join cost_centre_year
        on
            forecast.fiscal_year = cost_centre_year.fiscal_year
            and forecast.unit_id = cost_centre_year.cost_centre
    left join carrying
        on
            cost_centre_year.fiscal_year = carrying.fiscal_year
            and cost_centre_year.unit_id = carrying.unit_id
    where cost_centre_year.own_part_of is not null and carrying.unit_id is null
    group by forecast.fiscal_year, forecast.round, forecast.unit_id

)

select * from final
