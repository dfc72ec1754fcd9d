-- grain: one row per fiscal year, unit, account, function and period with postings, this year or last
-- scope: build
-- key: fiscal_year, unit_id, account, function_code, period

with

ledger_cell as (

    select * from marts.budget_followup__ledger_cell
    where is_followed_up

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

booked as (

    select
        ledger_cell.fiscal_year,
        cost_centre_year.unit_id,
        ledger_cell.account,
        ledger_cell.function_code,
        ledger_cell.period,
        ledger_cell.amount_dkk as actual_dkk,
        ledger_cell.posting_count,
        0 as last_year_actual_dkk
    from ledger_cell
    inner join cost_centre_year
        on
            ledger_cell.fiscal_year = cost_centre_year.fiscal_year
            and ledger_cell.cost_centre = cost_centre_year.cost_centre

    union all

    -- Last year in this year's organisation, so that the two can be compared.
    select
        ledger_cell.fiscal_year + 1 as fiscal_year,
        cost_centre_year.unit_id,
        ledger_cell.account,
        ledger_cell.function_code,
        ledger_cell.period,
        0 as actual_dkk,
        0 as posting_count,
        ledger_cell.amount_dkk as last_year_actual_dkk
    from ledger_cell
    inner join cost_centre_year
        on
            ledger_cell.fiscal_year = cost_centre_year.fiscal_year - 1
            and ledger_cell.cost_centre = cost_centre_year.cost_centre

),

final as (

    select
        fiscal_year,
        unit_id,
        account,
        function_code,
        period,
        sum(actual_dkk) as actual_dkk,
        sum(posting_count) as posting_count,
        sum(last_year_actual_dkk) as last_year_actual_dkk
    from booked
    group by all

)

select * from final
