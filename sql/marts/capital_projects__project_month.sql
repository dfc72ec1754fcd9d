-- grain: one row per project and month of the years from its first to its last allotment or posting
-- scope: unit_today
-- order: project_id, month_start
-- primary key: project_id, month_start

with

money_year as (

    select * from marts.capital_projects__money_year

),

ledger_month as (

    select * from marts.capital_projects__ledger_month

),

plan_version as (

    select * from marts.capital_projects__plan_version

),

register as (

    select * from marts.capital_projects__register

),

fiscal_year as (

    select * from marts.capital_projects__year

),

period as (

    select * from marts.budget_followup__period

),

span as (

    select
        project_id,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from money_year
    group by project_id

),

spent_year as (

    select
        span.project_id,
        unnest(range(span.first_year, span.last_year + 1)) as fiscal_year
    from span

),

-- The first approved plan says in which months of a year its money was to be spent; where it says nothing of a year,
-- in all twelve.
planned_year as (

    select
        spent_year.project_id,
        cast(spent_year.fiscal_year as integer) as fiscal_year,
        cast(100 * coalesce(money_year.adopted_allotment_dkk, 0) as hugeint) as adopted_oere,
        case
            when money_year.actual_basis = 'register' then money_year.actual_dkk
            else 0
        end as register_actual_dkk,
        money_year.actual_basis,
        greatest(plan_version.start_date, make_date(spent_year.fiscal_year, 1, 1)) as first_day,
        least(plan_version.completion_date, make_date(spent_year.fiscal_year, 12, 31)) as last_day
    from spent_year
    left join money_year
        on
            spent_year.project_id = money_year.project_id
            and spent_year.fiscal_year = money_year.fiscal_year
    left join plan_version
        on
            spent_year.project_id = plan_version.project_id
            and plan_version.is_first_approved

),

window_year as (

    select
        * exclude (first_day, last_day),
        case when first_day <= last_day then month(first_day) else 1 end as first_month,
        case when first_day <= last_day then month(last_day) else 12 end as last_month
    from planned_year

),

month_of_year as (

    select
        *,
        unnest(range(1, 13)) as month
    from window_year

),

-- The newest month of the ledger; without one the last of the newest year.
newest as (

    select
        coalesce(
            max(make_date(period.fiscal_year, least(period.period, 12), 1)) filter (where period.is_latest),
            make_date(max(fiscal_year.fiscal_year) filter (where fiscal_year.is_newest_year), 12, 1)
        ) as month_start
    from fiscal_year
    left join period on fiscal_year.fiscal_year = period.fiscal_year

),

booked as (

    select
        project_id,
        make_date(fiscal_year, least(period, 12), 1) as month_start,
        sum(actual_dkk) as actual_dkk
    from ledger_month
    group by project_id, month_start

),

laid_out as (

    select
        month_of_year.project_id,
        month_of_year.fiscal_year,
        month_of_year.month,
        make_date(month_of_year.fiscal_year, month_of_year.month, 1) as month_start,
        month_of_year.actual_basis,
        month_of_year.register_actual_dkk,
        month_of_year.adopted_oere,
        month_of_year.last_month - month_of_year.first_month + 1 as month_count,
        greatest(
            0, least(month_of_year.month, month_of_year.last_month) - month_of_year.first_month + 1
        ) as months_over
    from month_of_year

),

-- Whole øre, half an øre away from zero.
planned as (

    select
        *,
        sign(adopted_oere) * ((2 * abs(adopted_oere) * months_over + month_count) // (2 * month_count))
            as planned_in_year_oere
    from laid_out

),

spent as (

    select
        planned.project_id,
        planned.fiscal_year,
        planned.month_start,
        planned.actual_basis,
        planned.planned_in_year_oere,
        case when planned.month = 12 then planned.adopted_oere else 0 end as year_over_oere,
        case
            when planned.month_start <= newest.month_start
                then
                    coalesce(booked.actual_dkk, 0)
                    -- A register knows the year's spending only, so it is in its last month that has begun.
                    + case
                        when planned.month_start = least(make_date(planned.fiscal_year, 12, 1), newest.month_start)
                            then coalesce(planned.register_actual_dkk, 0)
                        else 0
                    end
        end as actual_dkk
    from planned
    cross join newest
    left join booked
        on
            planned.project_id = booked.project_id
            and planned.month_start = booked.month_start

),

final as (

    select
        spent.project_id,
        register.unit_id,
        register.unit_path,
        spent.fiscal_year,
        spent.month_start,
        spent.actual_basis,
        cast(spent.actual_dkk as decimal(18, 2)) as actual_dkk,
        cast(
            case
                when spent.actual_dkk is not null
                    then sum(spent.actual_dkk) over (partition by spent.project_id order by spent.month_start)
            end
            as decimal(18, 2)
        ) as actual_to_date_dkk,
        cast(
            cast(
                spent.planned_in_year_oere
                + coalesce(
                    sum(spent.year_over_oere) over (
                        partition by spent.project_id
                        order by spent.month_start
                        rows between unbounded preceding and 1 preceding
                    ),
                    0
                )
                as decimal(20, 0)
            )
            * 0.01
            as decimal(18, 2)
        ) as planned_to_date_dkk
    from spent
    inner join register on spent.project_id = register.project_id

)

select * from final
