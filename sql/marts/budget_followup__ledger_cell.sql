-- grain: one row per fiscal year, period, cost centre, account, function and budget type with postings
-- scope: build
-- The only sum over single postings: everything after it grows with cells, not with postings.

with

posting as (

    select * from staging.posting

),

final as (

    select
        fiscal_year,
        period,
        cost_centre,
        account,
        coalesce(function_code, '') as function_code,
        budget_type,
        budget_type in ('1', '2') as is_followed_up,
        count(*) as posting_count,
        min(posting_date) as first_posting_date,
        max(posting_date) as last_posting_date,
        sum(amount_dkk) as amount_dkk
    from posting
    group by all

)

select * from final
