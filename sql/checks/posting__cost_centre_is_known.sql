-- severity: warning
-- sentence: Postings lie on cost centres that the organisation does not have; they count as unknown.

with

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

organisation as (

    select * from staging.organisation

),

final as (

    select
        ledger_cell.cost_centre,
        sum(ledger_cell.posting_count) as posting_count,
        sum(ledger_cell.amount_dkk) as amount_dkk
    from ledger_cell
    where ledger_cell.cost_centre not in (select organisation.unit_id from organisation)
    group by ledger_cell.cost_centre

)

select * from final
