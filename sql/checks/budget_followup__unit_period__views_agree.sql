-- severity: error
-- sentence: The municipality's figures differ between the organisation of the time and that of today.

with

unit_period as (

    select * from marts.budget_followup__unit_period
    where unit_id = 'municipality'

),

final as (

    select
        then_root.budget_basis,
        then_root.fiscal_year,
        then_root.period,
        then_root.actual_dkk,
        today_root.actual_dkk as today_actual_dkk
    from unit_period as then_root
    full join unit_period as today_root
        on
            then_root.budget_basis = today_root.budget_basis
            and then_root.fiscal_year = today_root.fiscal_year
            and then_root.period = today_root.period
            and then_root.organisation_view <> today_root.organisation_view
    where
        then_root.adopted_dkk is distinct from today_root.adopted_dkk
        or then_root.supplementary_dkk is distinct from today_root.supplementary_dkk
        or then_root.virement_dkk is distinct from today_root.virement_dkk
        or then_root.technical_correction_dkk is distinct from today_root.technical_correction_dkk
        or then_root.carried_in_dkk is distinct from today_root.carried_in_dkk
        or then_root.revised_dkk is distinct from today_root.revised_dkk
        or then_root.phased_dkk is distinct from today_root.phased_dkk
        or then_root.actual_dkk is distinct from today_root.actual_dkk
        or then_root.committed_dkk is distinct from today_root.committed_dkk
        or then_root.forecast_dkk is distinct from today_root.forecast_dkk
        or then_root.last_year_actual_dkk is distinct from today_root.last_year_actual_dkk
        or then_root.last_year_outturn_dkk is distinct from today_root.last_year_outturn_dkk
        or then_root.run_rate_forecast_dkk is distinct from today_root.run_rate_forecast_dkk

)

select * from final
