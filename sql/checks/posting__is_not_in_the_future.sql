-- severity: error
-- sentence: Postings belong to a month that has not begun yet.

with

posting as (

    select * from staging.posting

),

setting as (

    select * from staging.setting

),

-- Closing entries belong to December.
final as (

    select
        posting.file,
        posting.line,
        posting.fiscal_year,
        posting.period,
        posting.posting_date,
        posting.amount_dkk
    from posting
    cross join setting
    where make_date(posting.fiscal_year, cast(least(posting.period, 12) as integer), 1) > setting.built_on

)

select * from final
