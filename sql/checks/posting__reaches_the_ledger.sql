-- severity: error
-- sentence: Some accepted postings are not in the figures, or not to the øre.

with

posting as (

    select * from raw.posting

),

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

delivered as (

    select
        coalesce(budget_type, '1') as budget_type,
        count(*) as posting_count,
        sum(cast(amount as decimal(38, 6))) as amount_dkk
    from posting
    group by all

),

kept as (

    select
        budget_type,
        sum(posting_count) as posting_count,
        sum(amount_dkk) as amount_dkk
    from ledger_cell
    group by budget_type

),

final as (

    select
        coalesce(delivered.budget_type, kept.budget_type) as budget_type,
        delivered.posting_count as delivered_count,
        kept.posting_count as kept_count,
        delivered.amount_dkk as delivered_dkk,
        kept.amount_dkk as kept_dkk
    from delivered
    full join kept on delivered.budget_type = kept.budget_type
    where
        delivered.posting_count is distinct from kept.posting_count
        or delivered.amount_dkk is distinct from kept.amount_dkk

)

select * from final
