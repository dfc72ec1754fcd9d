-- grain: one row per fiscal year that any ledger or budget line is in
-- scope: build

with

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

budget_line as (

    select * from staging.budget_line

),

period as (

    select * from marts.budget_followup__period

),

fiscal_year as (

    select fiscal_year from ledger_cell
    union
    select fiscal_year from budget_line
    union
    select fiscal_year from period

),

latest as (

    select coalesce(max(last_day) filter (where is_latest), max(last_day)) as latest_day from period

),

final as (

    select
        fiscal_year.fiscal_year,
        -- Cost centres fold into the unit they belonged to when the year ended, or now in the running one.
        least(make_date(fiscal_year.fiscal_year, 12, 31), coalesce(latest.latest_day, date '9999-12-31'))
            as reference_day
    from fiscal_year
    cross join latest

)

select * from final
