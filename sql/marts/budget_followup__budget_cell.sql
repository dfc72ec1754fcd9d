-- grain: one row per fiscal year, unit, account, function, kind, own month and first period that knows of it
-- scope: build

with

budget_line as (

    select * from staging.budget_line

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

known as (

    select
        *,
        -- Only a supplementary appropriation waits for its decision. One decided after the year is over never counts
        -- in it, one without a date counts from the start; checks find both.
        case
            when kind <> 'supplementary' or decision_date is null then 1
            when year(decision_date) < fiscal_year then 1
            when year(decision_date) > fiscal_year then 99
            else month(decision_date)
        end as from_period
    from budget_line
    where budget_type in ('1', '2')

),

final as (

    select
        known.fiscal_year,
        cost_centre_year.unit_id,
        known.account,
        coalesce(known.function_code, '') as function_code,
        known.kind,
        known.month,
        cast(known.from_period as integer) as from_period,
        count(*) as budget_line_count,
        sum(known.amount_dkk) as amount_dkk
    from known
    inner join cost_centre_year
        on
            known.fiscal_year = cost_centre_year.fiscal_year
            and known.cost_centre = cost_centre_year.cost_centre
    group by all

)

select * from final
