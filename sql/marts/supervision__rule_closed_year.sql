-- grain: one row per posting of any kind that is booked in a year after it was closed
-- scope: build
-- member of: supervision__found
-- materialise: view

with

posting as (

    select * from staging.posting
    where budget_type in ('1', '2', '3')

),

setting as (

    select * from staging.supervision_setting

),

final as (

    select
        posting.delivery_id,
        posting.file,
        posting.line,
        'closed_year' as rule,
        3 as weight,
        cast(null as varchar) as related_voucher,
        last_day(make_date(posting.fiscal_year, 12, 31) + to_months(setting.closed_after_months)) as related_date,
        cast(null as decimal(18, 2)) as compared_dkk,
        posting.fiscal_year as compared_count
    from posting
    cross join setting
    where
        year(posting.posting_date) > posting.fiscal_year
        and posting.posting_date
        > last_day(make_date(posting.fiscal_year, 12, 31) + to_months(setting.closed_after_months))

)

select * from final
