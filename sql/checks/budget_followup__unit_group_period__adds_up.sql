-- severity: error
-- sentence: A unit's wages, operations and income do not add up to the unit.

with

unit_group_period as (

    select * from marts.budget_followup__unit_group_period

),

unit_period as (

    select * from marts.budget_followup__unit_period

),

group_sum as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        sum(revised_dkk) as revised_dkk,
        sum(phased_dkk) as phased_dkk,
        sum(actual_dkk) as actual_dkk,
        sum(forecast_dkk) as forecast_dkk
    from unit_group_period
    group by organisation_view, budget_basis, fiscal_year, period, unit_id

),

final as (

    select
        unit_period.organisation_view,
        unit_period.budget_basis,
        unit_period.fiscal_year,
        unit_period.period,
        unit_period.unit_id,
        unit_period.actual_dkk,
        group_sum.actual_dkk as groups_actual_dkk
    from unit_period
    full join group_sum
        on
            unit_period.organisation_view = group_sum.organisation_view
            and unit_period.budget_basis = group_sum.budget_basis
            and unit_period.fiscal_year = group_sum.fiscal_year
            and unit_period.period = group_sum.period
            and unit_period.unit_id = group_sum.unit_id
    where
        unit_period.revised_dkk is distinct from group_sum.revised_dkk
        or unit_period.phased_dkk is distinct from group_sum.phased_dkk
        or unit_period.actual_dkk is distinct from group_sum.actual_dkk
        or unit_period.forecast_dkk is distinct from group_sum.forecast_dkk

)

select * from final
