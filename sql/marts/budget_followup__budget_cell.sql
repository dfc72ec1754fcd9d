-- grain: one row per fiscal year, unit, account, function, kind, own month and first period that knows of it
-- scope: build

with

budget_line as (

    select * from staging.budget_line
    where budget_type in ('1', '2')

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

final as (

    select
        budget_line.fiscal_year,
        cost_centre_year.unit_id,
        budget_line.account,
        coalesce(budget_line.function_code, '') as function_code,
        budget_line.kind,
        budget_line.month,
        budget_line.from_period,
        count(*) as budget_line_count,
        sum(budget_line.amount_dkk) as amount_dkk
    from budget_line
    inner join cost_centre_year
        on
            budget_line.fiscal_year = cost_centre_year.fiscal_year
            and budget_line.cost_centre = cost_centre_year.cost_centre
    group by all

)

select * from final
