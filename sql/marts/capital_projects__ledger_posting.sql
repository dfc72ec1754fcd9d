-- grain: one row per capital posting
-- scope: build
-- The only reading of single postings for capital projects: everything after it is made from these few.

with

posting as (

    select * from staging.posting

),

final as (

    select
        fiscal_year,
        period,
        posting_date,
        wbs_element,
        cost_centre,
        account,
        voucher,
        voucher_line,
        amount_dkk,
        text,
        supplier_name,
        invoice_no,
        source,
        file,
        line,
        delivery_id
    from posting
    where budget_type = '3'

)

select * from final
