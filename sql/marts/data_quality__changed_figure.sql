-- grain: one row per fiscal year, period, unit and figure that reads differently than in the release before
-- scope: unit_period
-- order: organisation_view, fiscal_year, period, unit_id, figure
-- key: organisation_view, fiscal_year, period, unit_id, figure
-- Only figures of the organisation of their time are compared. The view is a column, so that the organisation of
-- today does not grant them. Periods that the release before did not have are new, not changed.

with

published_figure as (

    select * from staging.published_figure

),

unit_period as (

    select * from marts.budget_followup__unit_period
    where organisation_view = 'then' and budget_basis = 'with_carry_over'

),

setting as (

    select * from staging.setting

),

published_period as (

    select distinct
        fiscal_year,
        period
    from published_figure

),

now as (

    select unit_period.*
    from unit_period
    inner join published_period
        on
            unit_period.fiscal_year = published_period.fiscal_year
            and unit_period.period = published_period.period

),

paired as (

    select
        coalesce(now.fiscal_year, before.fiscal_year) as fiscal_year,
        coalesce(now.period, before.period) as period,
        coalesce(now.unit_id, before.unit_id) as unit_id,
        coalesce(now.unit_name, before.unit_name) as unit_name,
        now.unit_kind,
        before.revised_dkk as revised_before_dkk,
        now.revised_dkk as revised_after_dkk,
        before.phased_dkk as phased_before_dkk,
        now.phased_dkk as phased_after_dkk,
        before.actual_dkk as actual_before_dkk,
        now.actual_dkk as actual_after_dkk,
        before.forecast_dkk as forecast_before_dkk,
        now.forecast_dkk as forecast_after_dkk
    from now
    full join published_figure as before
        on
            now.fiscal_year = before.fiscal_year
            and now.period = before.period
            and now.unit_id = before.unit_id

),

figure as (

    select
        *,
        'revised' as figure,
        revised_before_dkk as before_dkk,
        revised_after_dkk as after_dkk
    from paired

    union all

    select
        *,
        'phased' as figure,
        phased_before_dkk as before_dkk,
        phased_after_dkk as after_dkk
    from paired

    union all

    select
        *,
        'actual' as figure,
        actual_before_dkk as before_dkk,
        actual_after_dkk as after_dkk
    from paired

    union all

    select
        *,
        'forecast' as figure,
        forecast_before_dkk as before_dkk,
        forecast_after_dkk as after_dkk
    from paired

),

final as (

    select
        'then' as organisation_view,
        figure.fiscal_year,
        figure.period,
        figure.unit_id,
        figure.unit_name,
        figure.unit_kind,
        figure.figure,
        figure.before_dkk,
        figure.after_dkk,
        cast(coalesce(figure.after_dkk, 0) - coalesce(figure.before_dkk, 0) as decimal(18, 2)) as change_dkk,
        setting.previous_release
    from figure
    cross join setting
    where figure.before_dkk is distinct from figure.after_dkk

)

select * from final
