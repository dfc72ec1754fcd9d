-- grain: one row per fiscal year, period, unit or account of a unit, budget basis and figure that reads otherwise now
-- scope: unit_period
-- order: organisation_view, fiscal_year, period, unit_id, account, function_code, figure, budget_basis
-- key: organisation_view, fiscal_year, period, unit_id, account, function_code, figure, budget_basis
-- Only figures of the organisation of their time are compared. The view is a column, so that the organisation of
-- today does not grant them. Periods that the release before did not have are new, not changed.

with

published_figure as (

    select
        * exclude (account, function_code),
        coalesce(account, '') as account,
        coalesce(function_code, '') as function_code
    from staging.published_figure

),

unit_period as (

    select * from marts.budget_followup__unit_period
    where organisation_view = 'then'

),

unit_account_period as (

    select * from marts.budget_followup__unit_account_period

),

organisation as (

    select * from marts.organisation__unit_period
    where organisation_view = 'then'

),

account as (

    select * from marts.chart__account

),

setting as (

    select * from staging.setting

),

figure_now as (

    select
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        '' as account,
        '' as function_code,
        revised_dkk,
        phased_dkk,
        actual_dkk,
        forecast_dkk,
        run_rate_forecast_dkk,
        status
    from unit_period

    union all

    select
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        account,
        coalesce(function_code, '') as function_code,
        revised_dkk,
        phased_dkk,
        actual_dkk,
        null as forecast_dkk,
        run_rate_forecast_dkk,
        null as status
    from unit_account_period

),

-- Most periods are as they were: a sum over each says so before rows are paired.
content_before as (

    select
        fiscal_year,
        period,
        sum(cast(hash(
            budget_basis, unit_id, account, function_code,
            revised_dkk, phased_dkk, actual_dkk, forecast_dkk, run_rate_forecast_dkk, status
        ) as hugeint)) as content
    from published_figure
    group by all

),

content_now as (

    select
        fiscal_year,
        period,
        sum(cast(hash(
            budget_basis, unit_id, account, function_code,
            revised_dkk, phased_dkk, actual_dkk, forecast_dkk, run_rate_forecast_dkk, status
        ) as hugeint)) as content
    from figure_now
    group by all

),

changed_period as (

    select
        content_before.fiscal_year,
        content_before.period
    from content_before
    left join content_now
        on
            content_before.fiscal_year = content_now.fiscal_year
            and content_before.period = content_now.period
    where content_before.content is distinct from content_now.content

),

before as (

    select published_figure.*
    from published_figure
    semi join changed_period
        on
            published_figure.fiscal_year = changed_period.fiscal_year
            and published_figure.period = changed_period.period

),

now as (

    select figure_now.*
    from figure_now
    semi join changed_period
        on
            figure_now.fiscal_year = changed_period.fiscal_year
            and figure_now.period = changed_period.period

),

paired as (

    select
        coalesce(now.budget_basis, before.budget_basis) as budget_basis,
        coalesce(now.fiscal_year, before.fiscal_year) as fiscal_year,
        coalesce(now.period, before.period) as period,
        coalesce(now.unit_id, before.unit_id) as unit_id,
        coalesce(now.account, before.account) as account,
        coalesce(now.function_code, before.function_code) as function_code,
        before.unit_name,
        unnest([
            struct_pack(figure := 'revised', before_dkk := before.revised_dkk, after_dkk := now.revised_dkk),
            struct_pack(figure := 'phased', before_dkk := before.phased_dkk, after_dkk := now.phased_dkk),
            struct_pack(figure := 'actual', before_dkk := before.actual_dkk, after_dkk := now.actual_dkk),
            struct_pack(figure := 'forecast', before_dkk := before.forecast_dkk, after_dkk := now.forecast_dkk),
            struct_pack(
                figure := 'run_rate_forecast',
                before_dkk := before.run_rate_forecast_dkk,
                after_dkk := now.run_rate_forecast_dkk
            ),
            struct_pack(figure := 'status', before_dkk := null, after_dkk := null)
        ]) as compared,
        before.status as status_before,
        now.status as status_after,
        now.unit_id is null or before.unit_id is null as is_one_sided
    from now
    full join before
        on
            now.budget_basis = before.budget_basis
            and now.fiscal_year = before.fiscal_year
            and now.period = before.period
            and now.unit_id = before.unit_id
            and now.account = before.account
            and now.function_code = before.function_code

),

figure as (

    select
        * exclude (compared, status_before, status_after),
        struct_extract(compared, 'figure') as figure,
        struct_extract(compared, 'before_dkk') as before_dkk,
        struct_extract(compared, 'after_dkk') as after_dkk,
        case when struct_extract(compared, 'figure') = 'status' then status_before end as before_status,
        case when struct_extract(compared, 'figure') = 'status' then status_after end as after_status
    from paired

),

final as (

    select
        'then' as organisation_view,
        -- What is spent is the same with and without carry-over: it is told once.
        case when figure.figure <> 'actual' then figure.budget_basis end as budget_basis,
        figure.fiscal_year,
        figure.period,
        figure.unit_id,
        coalesce(organisation.unit_name, figure.unit_name) as unit_name,
        organisation.unit_kind,
        nullif(figure.account, '') as account,
        account.account_name,
        nullif(figure.function_code, '') as function_code,
        figure.figure,
        figure.before_dkk,
        figure.after_dkk,
        case
            when figure.figure <> 'status'
                then cast(coalesce(figure.after_dkk, 0) - coalesce(figure.before_dkk, 0) as decimal(18, 2))
        end as change_dkk,
        figure.before_status,
        figure.after_status,
        setting.previous_release
    from figure
    cross join setting
    left join organisation
        on
            figure.fiscal_year = organisation.fiscal_year
            and figure.period = organisation.period
            and figure.unit_id = organisation.unit_id
    left join account on figure.account = account.account
    where
        (
            figure.before_dkk is distinct from figure.after_dkk
            or figure.before_status is distinct from figure.after_status
        )
        and (figure.figure <> 'actual' or figure.budget_basis = 'with_carry_over')
        -- A row begins with its first kroner: a figure of it that is 0 then, or was when it went, is no change.
        and (not figure.is_one_sided or coalesce(figure.before_dkk, figure.after_dkk) is distinct from 0)

)

select * from final
