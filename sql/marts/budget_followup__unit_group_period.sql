-- grain: one row per organisation view, budget basis, fiscal year, period, unit and account group
-- scope: unit_period
-- order: organisation_view, budget_basis, fiscal_year, period, unit_id, account_group
-- key: organisation_view, budget_basis, fiscal_year, period, unit_id, account_group

with

unit_group_sum as (

    select * from marts.budget_followup__unit_group_sum

),

setting as (

    select * from staging.setting

),

varied as (

    select
        *,
        forecast_dkk - revised_dkk as forecast_variance_dkk
    from unit_group_sum

),

final as (

    select
        varied.organisation_view,
        varied.budget_basis,
        varied.fiscal_year,
        varied.period,
        varied.unit_id,
        varied.account_group,
        cast(varied.revised_dkk as decimal(18, 2)) as revised_dkk,
        cast(varied.phased_dkk as decimal(18, 2)) as phased_dkk,
        cast(varied.actual_dkk as decimal(18, 2)) as actual_dkk,
        cast(varied.actual_dkk - varied.phased_dkk as decimal(18, 2)) as variance_to_date_dkk,
        -- Nothing spent of a budgeted income is 0, not minus 0.
        varied.actual_dkk / nullif(varied.revised_dkk, 0) + 0.0 as spent_share,
        cast(varied.forecast_dkk as decimal(18, 2)) as forecast_dkk,
        cast(varied.forecast_variance_dkk as decimal(18, 2)) as forecast_variance_dkk,
        cast(varied.run_rate_forecast_dkk as decimal(18, 2)) as run_rate_forecast_dkk,
        case
            when varied.forecast_variance_dkk is null then null
            when
                abs(varied.forecast_variance_dkk) > setting.act_share * cast(abs(varied.revised_dkk) as decimal(28, 2))
                and abs(varied.forecast_variance_dkk) > setting.act_dkk
                then 'act'
            when
                abs(varied.forecast_variance_dkk)
                > setting.watch_factor * setting.act_share * cast(abs(varied.revised_dkk) as decimal(28, 2))
                and abs(varied.forecast_variance_dkk) > setting.watch_factor * setting.act_dkk
                then 'watch'
            else 'on_track'
        end as status
    from varied
    cross join setting

)

select * from final
