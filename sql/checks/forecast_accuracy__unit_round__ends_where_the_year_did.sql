-- severity: error
-- sentence: A closed year's outturn in the forecast accuracy is not the one of the budget follow-up.

with

unit_round as (

    select * from marts.forecast_accuracy__unit_round
    where unit_id = 'municipality' and account_group = 'all' and item_level = 'unit'

),

unit_period as (

    select * from marts.budget_followup__unit_period
    where unit_id = 'municipality' and budget_basis = 'with_carry_over'

),

final as (

    select
        unit_round.organisation_view,
        unit_round.fiscal_year,
        unit_round.round,
        unit_round.outturn_dkk,
        unit_period.actual_dkk
    from unit_round
    left join unit_period
        on
            unit_round.organisation_view = unit_period.organisation_view
            and unit_round.fiscal_year = unit_period.fiscal_year
            and unit_round.period = unit_period.period
    where unit_round.outturn_dkk is distinct from unit_period.actual_dkk

)

select * from final
