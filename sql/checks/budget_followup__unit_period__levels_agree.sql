-- severity: error
-- sentence: A unit's figures are not the sum of the units below it.

with

unit_period as (

    select * from marts.budget_followup__unit_period

),

parts as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        parent_unit_id as unit_id,
        sum(adopted_dkk) as adopted_dkk,
        sum(supplementary_dkk) as supplementary_dkk,
        sum(virement_dkk) as virement_dkk,
        sum(technical_correction_dkk) as technical_correction_dkk,
        sum(carried_in_dkk) as carried_in_dkk,
        sum(revised_dkk) as revised_dkk,
        sum(phased_dkk) as phased_dkk,
        sum(actual_dkk) as actual_dkk,
        sum(committed_dkk) as committed_dkk,
        sum(forecast_dkk) as forecast_dkk,
        sum(last_year_actual_dkk) as last_year_actual_dkk,
        sum(last_year_outturn_dkk) as last_year_outturn_dkk
    from unit_period
    where parent_unit_id is not null
    group by organisation_view, budget_basis, fiscal_year, period, parent_unit_id

),

final as (

    select
        parent.organisation_view,
        parent.budget_basis,
        parent.fiscal_year,
        parent.period,
        parent.unit_id,
        parent.revised_dkk,
        parts.revised_dkk as parts_revised_dkk,
        parent.actual_dkk,
        parts.actual_dkk as parts_actual_dkk
    from parts
    left join unit_period as parent
        on
            parts.organisation_view = parent.organisation_view
            and parts.budget_basis = parent.budget_basis
            and parts.fiscal_year = parent.fiscal_year
            and parts.period = parent.period
            and parts.unit_id = parent.unit_id
    where
        parent.adopted_dkk is distinct from parts.adopted_dkk
        or parent.supplementary_dkk is distinct from parts.supplementary_dkk
        or parent.virement_dkk is distinct from parts.virement_dkk
        or parent.technical_correction_dkk is distinct from parts.technical_correction_dkk
        or parent.carried_in_dkk is distinct from parts.carried_in_dkk
        or parent.revised_dkk is distinct from parts.revised_dkk
        or parent.phased_dkk is distinct from parts.phased_dkk
        or parent.actual_dkk is distinct from parts.actual_dkk
        or parent.committed_dkk is distinct from parts.committed_dkk
        or parent.forecast_dkk is distinct from parts.forecast_dkk
        or parent.last_year_actual_dkk is distinct from parts.last_year_actual_dkk
        or parent.last_year_outturn_dkk is distinct from parts.last_year_outturn_dkk

)

select * from final
