-- grain: one row per fiscal year, period, cost centre, account and supplier with purchases or consultants
-- scope: build
-- The only sum over single purchases but that of invoices: what comes after it grows with cells, not with postings.

with

posting as (

    select * from staging.posting

),

consultant_account as (

    select * from staging.purchase_account
    where is_consultant

),

-- Operating and capital; what a report tells of balance accounts is the same invoice once more.
bought as (

    select
        *,
        coalesce(kind = 'invoice', invoice_no is not null) as is_purchase,
        account in (select consultant_account.account from consultant_account) as is_consultant
    from posting
    where budget_type in ('1', '2', '3')

),

final as (

    select
        fiscal_year,
        period,
        cost_centre,
        account,
        coalesce(supplier_id, supplier_name, '') as supplier_id,
        max(supplier_name) as supplier_name,
        count(*) filter (where is_purchase) as purchase_count,
        coalesce(sum(amount_dkk) filter (where is_purchase), 0) as purchase_dkk,
        count(*) filter (where is_purchase and is_on_agreement) as on_agreement_count,
        coalesce(sum(amount_dkk) filter (where is_purchase and is_on_agreement), 0) as on_agreement_dkk,
        count(*) filter (where is_purchase and is_on_agreement is not null) as told_agreement_count,
        coalesce(sum(amount_dkk) filter (where is_purchase and is_on_agreement is not null), 0) as told_agreement_dkk,
        coalesce(sum(amount_dkk) filter (where is_consultant), 0) as consultant_dkk,
        count(*) filter (where is_consultant) as consultant_count
    from bought
    where is_purchase or is_consultant
    group by fiscal_year, period, cost_centre, account, coalesce(supplier_id, supplier_name, '')

)

select * from final
