-- grain: one row per fiscal year, period and unit of which account figures read otherwise than in the release before
-- scope: unit_period
-- order: organisation_view, fiscal_year, period, unit_id
-- key: organisation_view, fiscal_year, period, unit_id

with

changed_figure as (

    select * from marts.data_quality__changed_figure
    where account is not null

),

final as (

    select
        organisation_view,
        fiscal_year,
        period,
        unit_id,
        max(unit_name) as unit_name,
        max(unit_kind) as unit_kind,
        count(distinct account) as changed_accounts,
        count(distinct concat_ws(' ', account, function_code, figure)) as changed_figures,
        max(previous_release) as previous_release
    from changed_figure
    group by all

)

select * from final
