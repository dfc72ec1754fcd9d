-- grain: one row per fiscal year and round that was given while the year ran
-- scope: everybody
-- order: fiscal_year, round_number
-- key: fiscal_year, round

with

forecast as (

    select * from staging.forecast
    where not is_hindsight

),

statistical_forecast as (

    select * from staging.statistical_forecast

),

period as (

    select * from marts.budget_followup__period

),

given as (

    select
        fiscal_year,
        round,
        max(round_date) as round_date
    from forecast
    group by fiscal_year, round

),

year_span as (

    select
        fiscal_year,
        max(period) as last_period,
        bool_or(is_closed_year) as is_closed_year
    from period
    group by fiscal_year

),

statistical as (

    select
        fiscal_year,
        round,
        max(method) as statistical_method,
        max(data_until) as statistical_data_until,
        bool_or(is_backtest) as is_backtest
    from statistical_forecast
    group by fiscal_year, round

),

numbered as (

    select
        *,
        row_number() over (partition by fiscal_year order by round_date, round) as round_number
    from given

),

final as (

    select
        numbered.fiscal_year,
        numbered.round,
        cast(numbered.round_number as integer) as round_number,
        numbered.round_date,
        -- The last month that had ended on the round's day: 0 before the first one had.
        cast(
            case
                when year(numbered.round_date) < numbered.fiscal_year then 0
                when numbered.round_date = last_day(numbered.round_date) then month(numbered.round_date)
                else month(numbered.round_date) - 1
            end
            as integer
        ) as known_period,
        year_span.last_period,
        year_span.is_closed_year,
        -- The open forecast: the newest round of the newest year that is not over.
        not year_span.is_closed_year
        and row_number() over (
            partition by year_span.is_closed_year order by numbered.fiscal_year desc, numbered.round_number desc
        ) = 1 as is_open,
        statistical.statistical_method,
        statistical.statistical_data_until,
        statistical.is_backtest
    from numbered
    inner join year_span on numbered.fiscal_year = year_span.fiscal_year
    left join statistical
        on
            numbered.fiscal_year = statistical.fiscal_year
            and numbered.round = statistical.round

)

select * from final
