-- severity: warning
-- sentence: Postings are dated outside the time in which their cost centre exists.

with

posting as (

    select * from staging.posting

),

organisation as (

    select * from staging.organisation

),

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

known as (

    select distinct unit_id
    from organisation

),

-- Cost centres with a month that is not whole in one time of theirs: only their postings are looked at one by one.
doubtful as (

    select distinct ledger_cell.cost_centre
    from ledger_cell
    inner join known on ledger_cell.cost_centre = known.unit_id
    left join organisation
        on
            ledger_cell.cost_centre = organisation.unit_id
            and least(ledger_cell.first_posting_date, make_date(ledger_cell.fiscal_year, 12, 31))
            >= organisation.valid_from
            and least(ledger_cell.last_posting_date, make_date(ledger_cell.fiscal_year, 12, 31))
            <= organisation.valid_to
    where organisation.unit_id is null

),

dated as (

    select
        posting.cost_centre,
        -- Closing entries are booked after the year that they belong to.
        least(posting.posting_date, make_date(posting.fiscal_year, 12, 31)) as day,
        count(*) as posting_count,
        sum(posting.amount_dkk) as amount_dkk
    from posting
    inner join doubtful on posting.cost_centre = doubtful.cost_centre
    group by all

),

final as (

    select
        dated.cost_centre,
        min(dated.day) as first_day,
        max(dated.day) as last_day,
        sum(dated.posting_count) as posting_count,
        sum(dated.amount_dkk) as amount_dkk
    from dated
    left join organisation
        on
            dated.cost_centre = organisation.unit_id
            and dated.day between organisation.valid_from and organisation.valid_to
    where organisation.unit_id is null
    group by dated.cost_centre

)

select * from final
