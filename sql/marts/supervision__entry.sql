-- grain: one row per posting of operating and capital that somebody has decided on: no pay runs, no internal settlement
-- scope: build
-- materialise: view

with

posting as (

    select * from staging.posting

),

final as (

    select
        delivery_id,
        file,
        line,
        fiscal_year,
        period,
        posting_date,
        cost_centre,
        account,
        budget_type,
        amount_dkk,
        text,
        supplier_id,
        invoice_no,
        -- A source without vouchers has one on each line.
        coalesce(voucher, file || ' ' || line) as voucher,
        registered_by,
        approved_by,
        coalesce(kind = 'invoice', invoice_no is not null) as is_purchase,
        coalesce(is_automated, false) as is_automated,
        coalesce(is_on_agreement, false) as is_on_agreement
    from posting
    where
        budget_type in ('1', '2', '3')
        and coalesce(kind not in ('payroll', 'internal'), true)

)

select * from final
