-- severity: warning
-- sentence: Postings lie on functions that the list of functions does not have.

with

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

function_list as (

    select * from marts.chart__function

),

final as (

    select
        ledger_cell.function_code,
        sum(ledger_cell.posting_count) as posting_count,
        sum(ledger_cell.amount_dkk) as amount_dkk
    from ledger_cell
    inner join function_list on ledger_cell.function_code = function_list.function_code
    -- A municipality that delivers no list at all has nothing to compare with.
    where not function_list.is_listed and exists (select 1 from staging.function)
    group by ledger_cell.function_code

)

select * from final
