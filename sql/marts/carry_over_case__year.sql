-- grain: one row per fiscal year that amounts can be carried out of
-- scope: everybody
-- order: fiscal_year
-- primary key: fiscal_year

with

period as (

    select * from marts.budget_followup__period

),

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

choice as (

    select * from staging.carry_over_choice

),

posted_year as (

    select distinct fiscal_year
    from ledger_cell
    where is_followed_up

),

latest as (

    select max(fiscal_year) filter (where is_latest) as fiscal_year
    from period

),

final as (

    select
        period.fiscal_year,
        cast(period.fiscal_year + 1 as integer) as into_fiscal_year,
        cast(max(period.period) as integer) as period,
        -- Before the twelfth period is booked there is no outturn, only what is expected.
        bool_or(period.is_closed_year) or max(period.period) >= 12 as is_year_over,
        max_by(period.forecast_round, period.period) as forecast_round,
        cast(any_value(choice.round_to_oere) * 0.01 as decimal(18, 2)) as round_to_dkk
    from period
    inner join posted_year on period.fiscal_year = posted_year.fiscal_year
    cross join latest
    cross join choice
    where period.fiscal_year <= latest.fiscal_year
    group by period.fiscal_year

)

select * from final
