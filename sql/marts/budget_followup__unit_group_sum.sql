-- grain: one row per organisation view, budget basis, fiscal year, period, unit and account group
-- scope: build
-- key: organisation_view, budget_basis, fiscal_year, period, unit_id, account_group
-- Money where it lands, added up to every unit above it.

with

leaf_group_period as (

    select * from marts.budget_followup__leaf_group_period

),

unit_period as (

    select * from marts.organisation__unit_period

),

above as (

    select
        organisation_view,
        fiscal_year,
        period,
        unit_id as leaf_id,
        unnest(unit_path) as unit_id
    from unit_period

),

final as (

    select
        above.organisation_view,
        leaf.budget_basis,
        above.fiscal_year,
        above.period,
        above.unit_id,
        leaf.account_group,
        sum(leaf.adopted_dkk) as adopted_dkk,
        sum(leaf.supplementary_dkk) as supplementary_dkk,
        sum(leaf.virement_dkk) as virement_dkk,
        sum(leaf.technical_correction_dkk) as technical_correction_dkk,
        sum(leaf.carried_in_dkk) as carried_in_dkk,
        sum(leaf.revised_dkk) as revised_dkk,
        sum(leaf.revised_without_carry_over_dkk) as revised_without_carry_over_dkk,
        sum(leaf.phased_dkk) as phased_dkk,
        sum(leaf.own_dkk) as own_dkk,
        sum(leaf.unit_dkk) as unit_dkk,
        sum(leaf.centre_dkk) as centre_dkk,
        sum(leaf.municipality_dkk) as municipality_dkk,
        sum(leaf.even_dkk) as even_dkk,
        sum(leaf.actual_dkk) as actual_dkk,
        sum(leaf.committed_dkk) as committed_dkk,
        case when bool_or(leaf.has_run_rate) then sum(leaf.run_rate_forecast_dkk) end as run_rate_forecast_dkk,
        sum(leaf.last_year_actual_dkk) as last_year_actual_dkk,
        sum(leaf.last_year_outturn_dkk) as last_year_outturn_dkk,
        sum(leaf.forecast_dkk) as forecast_dkk
    from leaf_group_period as leaf
    inner join above
        on
            leaf.fiscal_year = above.fiscal_year
            and leaf.period = above.period
            and leaf.unit_id = above.leaf_id
    group by all

)

select * from final
