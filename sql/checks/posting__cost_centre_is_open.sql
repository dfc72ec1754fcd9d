-- severity: warning
-- sentence: Postings are dated outside the time in which their cost centre exists.

with

posting as (

    select * from staging.posting

),

organisation as (

    select * from staging.organisation

),

dated as (

    select
        cost_centre,
        -- Closing entries are booked after the year that they belong to.
        least(posting_date, make_date(fiscal_year, 12, 31)) as day,
        count(*) as posting_count,
        sum(amount_dkk) as amount_dkk
    from posting
    group by all

),

known as (

    select distinct unit_id
    from organisation

),

final as (

    select
        dated.cost_centre,
        min(dated.day) as first_day,
        max(dated.day) as last_day,
        sum(dated.posting_count) as posting_count,
        sum(dated.amount_dkk) as amount_dkk
    from dated
    inner join known on dated.cost_centre = known.unit_id
    left join organisation
        on
            dated.cost_centre = organisation.unit_id
            and dated.day between organisation.valid_from and organisation.valid_to
    where organisation.unit_id is null
    group by dated.cost_centre

)

select * from final
