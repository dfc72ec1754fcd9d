-- grain: one row per accepted budget line
-- scope: unit
-- order: unit_id, fiscal_year, account, kind, decision_date, file, line

with

budget_line as (

    select * from staging.budget_line

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

account as (

    select * from marts.chart__account

),

final as (

    select
        cost_centre_year.unit_id,
        budget_line.cost_centre,
        budget_line.fiscal_year,
        budget_line.kind,
        budget_line.account,
        account.account_name,
        budget_line.function_code,
        budget_line.budget_type,
        budget_line.amount_dkk,
        budget_line.month,
        budget_line.decision_date,
        budget_line.body,
        budget_line.case_no,
        budget_line.cover,
        budget_line.comment,
        budget_line.source,
        budget_line.file,
        budget_line.line,
        budget_line.delivery_id
    from budget_line
    inner join cost_centre_year
        on
            budget_line.fiscal_year = cost_centre_year.fiscal_year
            and budget_line.cost_centre = cost_centre_year.cost_centre
    inner join account on budget_line.account = account.account

)

select * from final
