-- grain: one row per span and project that was granted or planned by its end, and not accounted for
-- scope: build
-- key: span, project_id
-- As it stood at the span's end: decisions and plans of later days are not in it.

with

span as (

    select * from marts.focus_areas__span

),

register as (

    select * from marts.capital_projects__register

),

appropriation as (

    select * from staging.project_appropriation

),

plan_version as (

    select * from marts.capital_projects__plan_version

),

project_month as (

    select * from marts.capital_projects__project_month

),

granted as (

    select
        span.span,
        appropriation.project_id,
        sum(appropriation.amount_dkk) as appropriation_dkk,
        bool_or(appropriation.kind = 'final_account') as is_accounted
    from span
    inner join appropriation on span.last_day >= appropriation.decision_date
    group by span.span, appropriation.project_id

),

-- The newest plan of that day, also where it says less than the one before.
planned as (

    select
        span.span,
        plan_version.project_id,
        arg_max_null(plan_version.expected_cost_dkk, plan_version.version_number) as expected_cost_dkk,
        arg_max_null(plan_version.slip_months, plan_version.version_number) as slip_months,
        arg_max_null(plan_version.completion_date, plan_version.version_number) as completion_date
    from span
    inner join plan_version on span.last_day >= plan_version.version_date
    group by span.span, plan_version.project_id

),

-- Of the year until the span's end: what stood then, less what stood when the year began.
spent as (

    select
        span.span,
        project_month.project_id,
        sum(project_month.actual_dkk) as year_actual_dkk,
        max(project_month.planned_to_date_dkk) filter (where month(project_month.month_start) = span.last_period)
        - coalesce(max(before.planned_to_date_dkk), 0) as year_planned_dkk
    from span
    inner join project_month
        on
            span.fiscal_year = project_month.fiscal_year
            and span.last_period >= month(project_month.month_start)
    left join project_month as before
        on
            project_month.project_id = before.project_id
            and before.month_start = make_date(span.fiscal_year - 1, 12, 1)
    group by span.span, project_month.project_id

),

together as (

    select
        span.span,
        span.fiscal_year,
        span.last_period,
        register.unit_id,
        register.centre_id,
        register.project_id,
        register.project_name,
        granted.appropriation_dkk,
        planned.expected_cost_dkk,
        planned.slip_months,
        spent.year_actual_dkk,
        spent.year_planned_dkk
    from span
    cross join register
    left join granted
        on
            span.span = granted.span
            and register.project_id = granted.project_id
    left join planned
        on
            span.span = planned.span
            and register.project_id = planned.project_id
    left join spent
        on
            span.span = spent.span
            and register.project_id = spent.project_id
    where
        (granted.span is not null or planned.span is not null)
        and not coalesce(granted.is_accounted, false)
        and (register.closed_on is null or register.closed_on > span.last_day)
        -- What is finished by the newest plan of that day is late no more.
        and coalesce(planned.completion_date, date '9999-12-31') >= make_date(span.fiscal_year, 1, 1)

),

final as (

    select
        *,
        count(*) over (partition by span, centre_id) as centre_project_count
    from together

)

select * from final
