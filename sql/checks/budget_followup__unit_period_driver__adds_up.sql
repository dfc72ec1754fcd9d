-- severity: error
-- sentence: The parts that explain a variance do not add up to it.

with

unit_period_driver as (

    select * from marts.budget_followup__unit_period_driver

),

unit_period as (

    select * from marts.budget_followup__unit_period

),

parts as (

    select
        *,
        first_driver_dkk + coalesce(second_driver_dkk, 0) + coalesce(rest_dkk, 0) as parts_variance_dkk
    from unit_period_driver

),

final as (

    select
        parts.organisation_view,
        parts.budget_basis,
        parts.fiscal_year,
        parts.period,
        parts.unit_id,
        parts.variance_kind,
        parts.parts_variance_dkk,
        unit_period.forecast_variance_dkk,
        unit_period.variance_to_date_dkk
    from parts
    left join unit_period
        on
            parts.organisation_view = unit_period.organisation_view
            and parts.budget_basis = unit_period.budget_basis
            and parts.fiscal_year = unit_period.fiscal_year
            and parts.period = unit_period.period
            and parts.unit_id = unit_period.unit_id
    where
        parts.parts_variance_dkk is distinct from case parts.variance_kind
            when 'forecast' then unit_period.forecast_variance_dkk
            else unit_period.variance_to_date_dkk
        end

)

select * from final
