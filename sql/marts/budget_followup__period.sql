-- grain: one row per fiscal year and period that can be looked at
-- scope: everybody
-- order: fiscal_year, period
-- primary key: fiscal_year, period

with

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

budget_line as (

    select * from staging.budget_line

),

forecast as (

    select * from staging.forecast
    where not is_hindsight

),

setting as (

    select * from staging.setting

),

posted_year as (

    select
        fiscal_year,
        max(period) as last_period
    from ledger_cell
    where is_followed_up
    group by fiscal_year

),

budgeted as (

    select distinct fiscal_year
    from budget_line
    where budget_type in ('1', '2')

),

-- A budget without any ledger yet can still be read, as the whole year's.
budgeted_year as (

    select
        fiscal_year,
        12 as last_period
    from budgeted
    where fiscal_year not in (select posted_year.fiscal_year from posted_year)

),

year_span as (

    select
        fiscal_year,
        true as is_posted,
        1 as first_period,
        -- A year that another one follows is over, whether or not its last months were delivered.
        case
            when fiscal_year < max(fiscal_year) over () then greatest(last_period, 12)
            else last_period
        end as last_period
    from posted_year

    union all

    select
        fiscal_year,
        false as is_posted,
        12 as first_period,
        last_period
    from budgeted_year

),

period as (

    select
        fiscal_year,
        is_posted,
        unnest(range(first_period, last_period + 1)) as period
    from year_span

),

forecast_round as (

    select
        fiscal_year,
        round,
        max(round_date) as round_date
    from forecast
    group by fiscal_year, round

),

dated as (

    select
        fiscal_year,
        is_posted,
        cast(period as integer) as period,
        last_day(make_date(fiscal_year, least(period, 12), 1)) as last_day
    from period

),

-- The newest period is one with postings: a budget for next year does not make this year a thing of the past. Neither
-- does a posting of a month that has not begun (a check stops it).
latest as (

    select
        max_by(dated.fiscal_year, (dated.last_day, dated.period)) as fiscal_year,
        max_by(dated.period, (dated.last_day, dated.period)) as period
    from dated
    cross join setting
    where
        (dated.is_posted or not exists (select 1 from posted_year))
        and dated.last_day <= coalesce(last_day(setting.built_on), date '9999-12-31')

),

final as (

    select
        dated.fiscal_year,
        dated.period,
        dated.last_day,
        dated.is_posted,
        dated.fiscal_year in (select budgeted.fiscal_year from budgeted) as is_budgeted,
        coalesce(dated.fiscal_year = latest.fiscal_year and dated.period = latest.period, false) as is_latest,
        dated.fiscal_year < coalesce(latest.fiscal_year, max(dated.fiscal_year) over ()) as is_closed_year,
        max_by(forecast_round.round, (forecast_round.round_date, forecast_round.round)) as forecast_round
    from dated
    cross join latest
    left join forecast_round
        on
            dated.fiscal_year = forecast_round.fiscal_year
            and dated.last_day >= forecast_round.round_date
    group by dated.fiscal_year, dated.period, dated.last_day, dated.is_posted, latest.fiscal_year, latest.period

)

select * from final
