-- severity: warning
-- sentence: Postings have a period outside 1 to 13; they count in the nearest one.

with

posting as (

    select * from staging.posting

),

final as (

    select
        fiscal_year,
        given_period,
        count(*) as posting_count,
        sum(amount_dkk) as amount_dkk
    from posting
    where given_period not between 1 and 13
    group by fiscal_year, given_period

)

select * from final
