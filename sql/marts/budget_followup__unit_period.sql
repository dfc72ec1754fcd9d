-- grain: one row per organisation view, budget basis, fiscal year, period and unit with money this year or last
-- scope: unit_period
-- order: organisation_view, budget_basis, fiscal_year, period, sort_order
-- key: organisation_view, budget_basis, fiscal_year, period, unit_id

with

unit_group_sum as (

    select * from marts.budget_followup__unit_group_sum

),

leaf_group_period as (

    select * from marts.budget_followup__leaf_group_period

),

unit_period as (

    select * from marts.organisation__unit_period

),

period as (

    select * from marts.budget_followup__period

),

year_before as (

    select distinct fiscal_year + 1 as fiscal_year
    from period

),

setting as (

    select * from staging.setting

),

silent_leaf as (

    select distinct
        budget_basis,
        fiscal_year,
        period,
        unit_id
    from leaf_group_period
    where is_forecast_missing

),

silent_below as (

    select
        unit_period.organisation_view,
        silent_leaf.budget_basis,
        silent_leaf.fiscal_year,
        silent_leaf.period,
        unnest(unit_period.unit_path) as unit_id
    from silent_leaf
    inner join unit_period
        on
            silent_leaf.fiscal_year = unit_period.fiscal_year
            and silent_leaf.period = unit_period.period
            and silent_leaf.unit_id = unit_period.unit_id

),

silent as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        count(*) as leaf_count
    from silent_below
    group by all

),

summed as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        sum(adopted_dkk) as adopted_dkk,
        sum(supplementary_dkk) as supplementary_dkk,
        sum(virement_dkk) as virement_dkk,
        sum(technical_correction_dkk) as technical_correction_dkk,
        sum(carried_in_dkk) as carried_in_dkk,
        sum(revised_dkk) as revised_dkk,
        sum(revised_without_carry_over_dkk) as revised_without_carry_over_dkk,
        sum(phased_dkk) as phased_dkk,
        sum(own_dkk) as own_dkk,
        sum(unit_dkk) as unit_dkk,
        sum(centre_dkk) as centre_dkk,
        sum(municipality_dkk) as municipality_dkk,
        sum(even_dkk) as even_dkk,
        sum(own_dkk + unit_dkk + centre_dkk + municipality_dkk + even_dkk) as carried_by_phasing_dkk,
        sum(actual_dkk) as actual_dkk,
        sum(committed_dkk) as committed_dkk,
        -- A group without any run rate yet is expected to keep its budget.
        case
            when bool_or(run_rate_forecast_dkk is not null)
                then sum(coalesce(run_rate_forecast_dkk, revised_dkk))
        end as run_rate_forecast_dkk,
        sum(last_year_actual_dkk) as last_year_actual_dkk,
        sum(last_year_outturn_dkk) as last_year_outturn_dkk,
        sum(forecast_dkk) as forecast_dkk,
        sum(forecast_dkk) - sum(revised_dkk) as forecast_variance_dkk
    from unit_group_sum
    group by all

),

final as (

    select
        summed.organisation_view,
        summed.budget_basis,
        summed.fiscal_year,
        summed.period,
        summed.unit_id,
        unit_period.unit_name,
        unit_period.unit_kind,
        unit_period.parent_unit_id,
        unit_period.level,
        unit_period.sort_order,
        unit_period.is_leaf,
        cast(summed.adopted_dkk as decimal(18, 2)) as adopted_dkk,
        cast(summed.supplementary_dkk as decimal(18, 2)) as supplementary_dkk,
        cast(summed.virement_dkk as decimal(18, 2)) as virement_dkk,
        cast(summed.technical_correction_dkk as decimal(18, 2)) as technical_correction_dkk,
        cast(summed.carried_in_dkk as decimal(18, 2)) as carried_in_dkk,
        cast(summed.revised_dkk as decimal(18, 2)) as revised_dkk,
        cast(summed.revised_without_carry_over_dkk as decimal(18, 2)) as revised_without_carry_over_dkk,
        cast(summed.phased_dkk as decimal(18, 2)) as phased_dkk,
        case
            when summed.carried_by_phasing_dkk = 0 then null
            when
                summed.own_dkk
                >= greatest(summed.unit_dkk, summed.centre_dkk, summed.municipality_dkk, summed.even_dkk)
                then 'own'
            when summed.unit_dkk >= greatest(summed.centre_dkk, summed.municipality_dkk, summed.even_dkk) then 'unit'
            when summed.centre_dkk >= greatest(summed.municipality_dkk, summed.even_dkk) then 'centre'
            when summed.municipality_dkk >= summed.even_dkk then 'municipality'
            else 'even'
        end as phasing_basis,
        (summed.centre_dkk + summed.municipality_dkk + summed.even_dkk) / nullif(summed.carried_by_phasing_dkk, 0)
            as phasing_estimated_share,
        cast(summed.actual_dkk as decimal(18, 2)) as actual_dkk,
        cast(summed.committed_dkk as decimal(18, 2)) as committed_dkk,
        cast(summed.revised_dkk - summed.actual_dkk - summed.committed_dkk as decimal(18, 2)) as remaining_dkk,
        -- Nothing spent of a budgeted income is 0, not minus 0.
        summed.actual_dkk / nullif(summed.revised_dkk, 0) + 0.0 as spent_share,
        cast(summed.actual_dkk - summed.phased_dkk as decimal(18, 2)) as variance_to_date_dkk,
        period.forecast_round,
        cast(summed.forecast_dkk as decimal(18, 2)) as forecast_dkk,
        case when period.forecast_round is not null then cast(coalesce(silent.leaf_count, 0) as integer) end
            as forecast_missing_unit_count,
        cast(summed.forecast_variance_dkk as decimal(18, 2)) as forecast_variance_dkk,
        -- Over- and underspend keep their signs where the budget is an income.
        summed.forecast_variance_dkk / nullif(abs(summed.revised_dkk), 0) as forecast_variance_share,
        cast(summed.run_rate_forecast_dkk as decimal(18, 2)) as run_rate_forecast_dkk,
        case
            when year_before.fiscal_year is not null then cast(summed.last_year_actual_dkk as decimal(18, 2))
        end as last_year_actual_dkk,
        case
            when year_before.fiscal_year is not null then cast(summed.last_year_outturn_dkk as decimal(18, 2))
        end as last_year_outturn_dkk,
        case
            when summed.forecast_variance_dkk is null then null
            when
                abs(summed.forecast_variance_dkk) > setting.act_share * cast(abs(summed.revised_dkk) as decimal(28, 2))
                and abs(summed.forecast_variance_dkk) > setting.act_dkk
                then 'act'
            when
                abs(summed.forecast_variance_dkk)
                > setting.watch_factor * setting.act_share * cast(abs(summed.revised_dkk) as decimal(28, 2))
                and abs(summed.forecast_variance_dkk) > setting.watch_factor * setting.act_dkk
                then 'watch'
            else 'on_track'
        end as status
    from summed
    inner join unit_period
        on
            summed.organisation_view = unit_period.organisation_view
            and summed.fiscal_year = unit_period.fiscal_year
            and summed.period = unit_period.period
            and summed.unit_id = unit_period.unit_id
    inner join period
        on
            summed.fiscal_year = period.fiscal_year
            and summed.period = period.period
    cross join setting
    left join year_before on summed.fiscal_year = year_before.fiscal_year
    left join silent
        on
            summed.organisation_view = silent.organisation_view
            and summed.budget_basis = silent.budget_basis
            and summed.fiscal_year = silent.fiscal_year
            and summed.period = silent.period
            and summed.unit_id = silent.unit_id

)

select * from final
