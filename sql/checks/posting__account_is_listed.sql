-- severity: warning
-- sentence: Postings lie on accounts that the chart of accounts does not have.

with

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

account as (

    select * from marts.chart__account

),

final as (

    select
        ledger_cell.account,
        sum(ledger_cell.posting_count) as posting_count,
        sum(ledger_cell.amount_dkk) as amount_dkk
    from ledger_cell
    inner join account on ledger_cell.account = account.account
    where not account.is_listed
    group by ledger_cell.account

)

select * from final
