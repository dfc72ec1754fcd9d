-- grain: one row per fiscal year in which any project has an allotment or a posting
-- scope: everybody
-- order: fiscal_year
-- primary key: fiscal_year

with

project_year as (

    select * from staging.project_year

),

ledger_posting as (

    select * from marts.capital_projects__ledger_posting

),

period as (

    select * from marts.budget_followup__period

),

setting as (

    select * from staging.setting

),

fiscal_year as (

    select fiscal_year from project_year
    union
    select fiscal_year from ledger_posting

),

latest as (

    select
        max(fiscal_year) filter (where is_latest) as fiscal_year,
        max(period) filter (where is_latest) as period
    from period

),

-- The year that is running; without a ledger the one in which the figures are made.
running as (

    select
        coalesce(latest.fiscal_year, year(setting.built_on), 9999) as fiscal_year,
        coalesce(latest.period, 0) as period
    from setting
    cross join latest

),

given as (

    select
        fiscal_year,
        coalesce(bool_or(carried_out_requested_dkk is not null or carried_out_decided_dkk is not null), false)
            as is_carried_out,
        bool_or(actual_dkk is not null) as is_spent
    from project_year
    group by fiscal_year

),

posted as (

    select
        fiscal_year,
        count(*) as posting_count
    from ledger_posting
    group by fiscal_year

),

final as (

    select
        fiscal_year.fiscal_year,
        fiscal_year.fiscal_year < running.fiscal_year
        or (fiscal_year.fiscal_year = running.fiscal_year and running.period >= 12) as is_closed_year,
        -- Years to come have allotments too, so the newest is the last one that has begun.
        coalesce(
            fiscal_year.fiscal_year
            = max(fiscal_year.fiscal_year) filter (where fiscal_year.fiscal_year <= running.fiscal_year) over (),
            false
        ) as is_newest_year,
        coalesce(given.is_carried_out, false) as is_carried_out,
        posted.posting_count is not null as is_posted,
        coalesce(posted.posting_count is not null or given.is_spent, false) as is_spent
    from fiscal_year
    cross join running
    left join given on fiscal_year.fiscal_year = given.fiscal_year
    left join posted on fiscal_year.fiscal_year = posted.fiscal_year

)

select * from final
