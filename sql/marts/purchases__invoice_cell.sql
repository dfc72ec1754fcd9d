-- grain: one row per fiscal year, period and cost centre with invoices
-- scope: build
-- An invoice is what has one supplier and one invoice number, else one voucher. It counts once: in its first month, and
-- where cost centres share it in the lowest of them, so that units add up.

with

posting as (

    select * from staging.posting
    where
        budget_type in ('1', '2', '3')
        and coalesce(kind = 'invoice', invoice_no is not null)

),

line_of_invoice as (

    select
        fiscal_year,
        period,
        cost_centre,
        is_automated,
        case when invoice_no is not null then supplier_id end as invoice_supplier,
        case
            when supplier_id is not null and invoice_no is not null then invoice_no
            else coalesce(voucher, delivery_id || ' ' || file || ' ' || line)
        end as invoice_key
    from posting

),

invoice as (

    select
        fiscal_year,
        min(period) as period,
        min(cost_centre) as cost_centre,
        -- One line that a hand has booked is enough; a line that says nothing is not counted on.
        bool_and(is_automated) as is_automated
    from line_of_invoice
    group by fiscal_year, invoice_supplier, invoice_key

),

final as (

    select
        fiscal_year,
        period,
        cost_centre,
        count(*) as invoice_count,
        count(is_automated) as told_invoice_count,
        count(*) filter (where is_automated) as automated_invoice_count
    from invoice
    group by fiscal_year, period, cost_centre

)

select * from final
