-- grain: one row per month that payroll has delivered and that can be looked at
-- scope: build
-- key: day

with

employment_month as (

    select * from staging.employment_month

),

period as (

    select * from marts.budget_followup__period
    where period <= 12

),

delivered as (

    select distinct day from employment_month

),

final as (

    select
        period.fiscal_year,
        period.period,
        cast(date_trunc('month', delivered.day) as date) as first_day,
        delivered.day,
        last_day(delivered.day + interval 1 day) in (select next_month.day from delivered as next_month)
            as is_followed,
        count(*) over (partition by period.fiscal_year) = 12 as is_whole_year
    from delivered
    inner join period on delivered.day = period.last_day

)

select * from final
