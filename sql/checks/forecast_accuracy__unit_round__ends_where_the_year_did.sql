-- severity: error
-- sentence: A closed year has another outturn here than in the budget follow-up, or a forecast is lost on the way up.

with

unit_round as (

    select * from marts.forecast_accuracy__unit_round
    where unit_id = 'municipality' and account_group = 'all' and item_level = 'unit'

),

unit_period as (

    select * from marts.budget_followup__unit_period
    where unit_id = 'municipality' and budget_basis = 'with_carry_over'

),

leaf_round as (

    select * from marts.forecast_accuracy__leaf_round

),

expected as (

    select
        fiscal_year,
        round,
        sum(forecast_dkk) as forecast_dkk
    from leaf_round
    group by fiscal_year, round

),

final as (

    select
        unit_round.organisation_view,
        unit_round.fiscal_year,
        unit_round.round,
        unit_round.outturn_dkk,
        unit_period.actual_dkk,
        unit_round.forecast_dkk,
        expected.forecast_dkk as leaf_forecast_dkk
    from unit_round
    left join unit_period
        on
            unit_round.organisation_view = unit_period.organisation_view
            and unit_round.fiscal_year = unit_period.fiscal_year
            and unit_round.period = unit_period.period
    left join expected
        on
            unit_round.fiscal_year = expected.fiscal_year
            and unit_round.round = expected.round
    where
        unit_round.outturn_dkk is distinct from unit_period.actual_dkk
        or unit_round.forecast_dkk is distinct from expected.forecast_dkk

)

select * from final
