-- severity: error
-- sentence: The chart's last month is not the figure beside it.

with

unit_period as (

    select * from marts.budget_followup__unit_period

),

unit_period_month as (

    select * from marts.budget_followup__unit_period_month

),

final as (

    select
        unit_period_month.organisation_view,
        unit_period.budget_basis,
        unit_period_month.fiscal_year,
        unit_period_month.period,
        unit_period_month.unit_id,
        unit_period.phased_dkk,
        unit_period_month.phased_dkk as month_phased_dkk,
        unit_period_month.phased_without_carry_over_dkk as month_phased_without_carry_over_dkk,
        unit_period.actual_dkk,
        unit_period_month.actual_dkk as month_actual_dkk
    from unit_period_month
    left join unit_period
        on
            unit_period_month.organisation_view = unit_period.organisation_view
            and unit_period_month.fiscal_year = unit_period.fiscal_year
            and unit_period_month.period = unit_period.period
            and unit_period_month.unit_id = unit_period.unit_id
    where
        unit_period_month.month = least(unit_period_month.period, 12)
        and (
            unit_period.actual_dkk is distinct from unit_period_month.actual_dkk
            or unit_period.phased_dkk is distinct from case unit_period.budget_basis
                when 'with_carry_over' then unit_period_month.phased_dkk
                else unit_period_month.phased_without_carry_over_dkk
            end
        )

)

select * from final
