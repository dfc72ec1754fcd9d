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

-- Each row once for every unit that it lies below.
placed as (

    select
        unit_period.organisation_view,
        unnest(unit_period.unit_path) as above_id,
        leaf_group_period.*
    from leaf_group_period
    inner join unit_period
        on
            leaf_group_period.fiscal_year = unit_period.fiscal_year
            and leaf_group_period.period = unit_period.period
            and leaf_group_period.unit_id = unit_period.unit_id

),

final as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        above_id as unit_id,
        account_group,
        cast(sum(adopted_dkk) as decimal(18, 2)) as adopted_dkk,
        cast(sum(supplementary_dkk) as decimal(18, 2)) as supplementary_dkk,
        cast(sum(virement_dkk) as decimal(18, 2)) as virement_dkk,
        cast(sum(technical_correction_dkk) as decimal(18, 2)) as technical_correction_dkk,
        cast(sum(carried_in_dkk) as decimal(18, 2)) as carried_in_dkk,
        cast(sum(revised_dkk) as decimal(18, 2)) as revised_dkk,
        cast(sum(revised_without_carry_over_dkk) as decimal(18, 2)) as revised_without_carry_over_dkk,
        cast(sum(phased_dkk) as decimal(18, 2)) as phased_dkk,
        cast(sum(own_dkk) as decimal(18, 2)) as own_dkk,
        cast(sum(unit_dkk) as decimal(18, 2)) as unit_dkk,
        cast(sum(centre_dkk) as decimal(18, 2)) as centre_dkk,
        cast(sum(municipality_dkk) as decimal(18, 2)) as municipality_dkk,
        cast(sum(even_dkk) as decimal(18, 2)) as even_dkk,
        cast(sum(actual_dkk) as decimal(18, 2)) as actual_dkk,
        cast(sum(committed_dkk) as decimal(18, 2)) as committed_dkk,
        case when bool_or(has_run_rate) then cast(sum(run_rate_forecast_dkk) as decimal(18, 2)) end
            as run_rate_forecast_dkk,
        cast(sum(last_year_actual_dkk) as decimal(18, 2)) as last_year_actual_dkk,
        cast(sum(last_year_outturn_dkk) as decimal(18, 2)) as last_year_outturn_dkk,
        cast(sum(forecast_dkk) as decimal(18, 2)) as forecast_dkk
    from placed
    group by all

)

select * from final
