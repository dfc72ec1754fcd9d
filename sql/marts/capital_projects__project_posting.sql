-- grain: one row per capital posting on a project's WBS element
-- scope: project
-- order: project_id, fiscal_year, period, posting_date, file, line
-- key by reading: delivery_id, file, line
-- materialise: view

with

ledger_posting as (

    select * from marts.capital_projects__ledger_posting

),

wbs_element as (

    select * from marts.capital_projects__wbs_element

),

account as (

    select * from marts.chart__account

),

final as (

    select
        wbs_element.project_id,
        ledger_posting.fiscal_year,
        cast(ledger_posting.period as integer) as period,
        ledger_posting.posting_date,
        ledger_posting.wbs_element,
        ledger_posting.cost_centre,
        ledger_posting.account,
        account.account_name,
        ledger_posting.voucher,
        ledger_posting.voucher_line,
        ledger_posting.amount_dkk,
        ledger_posting.text,
        ledger_posting.supplier_name,
        ledger_posting.invoice_no,
        ledger_posting.source,
        ledger_posting.file,
        ledger_posting.line,
        ledger_posting.delivery_id
    from ledger_posting
    inner join wbs_element on ledger_posting.wbs_element = wbs_element.wbs_element
    inner join account on ledger_posting.account = account.account

)

select * from final
