-- severity: error
-- sentence: The parts that explain a variance do not add up to it.

with

unit_period_driver as (

    select * from marts.budget_followup__unit_period_driver

),

unit_period as (

    select * from marts.budget_followup__unit_period

),

driver_sum as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        variance_kind,
        sum(variance_dkk) as variance_dkk
    from unit_period_driver
    group by organisation_view, budget_basis, fiscal_year, period, unit_id, variance_kind

),

final as (

    select
        driver_sum.organisation_view,
        driver_sum.budget_basis,
        driver_sum.fiscal_year,
        driver_sum.period,
        driver_sum.unit_id,
        driver_sum.variance_kind,
        driver_sum.variance_dkk as parts_variance_dkk,
        unit_period.forecast_variance_dkk,
        unit_period.variance_to_date_dkk
    from driver_sum
    left join unit_period
        on
            driver_sum.organisation_view = unit_period.organisation_view
            and driver_sum.budget_basis = unit_period.budget_basis
            and driver_sum.fiscal_year = unit_period.fiscal_year
            and driver_sum.period = unit_period.period
            and driver_sum.unit_id = unit_period.unit_id
    where
        driver_sum.variance_dkk is distinct from case driver_sum.variance_kind
            when 'forecast' then unit_period.forecast_variance_dkk
            else unit_period.variance_to_date_dkk
        end

)

select * from final
