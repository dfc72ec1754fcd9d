-- grain: one row per purchase that looks like one that is booked already
-- scope: build
-- member of: supervision__found
-- materialise: view
-- Same supplier and amount on another voucher, and the same invoice number, or within some days. The first one is not
-- told; nor are those that a credit note of the same amount takes back.

with

setting as (

    select * from staging.supervision_setting

),

purchase as (

    select
        entry.delivery_id,
        entry.file,
        entry.line,
        entry.posting_date,
        entry.supplier_id,
        entry.invoice_no,
        entry.voucher,
        entry.amount_dkk,
        abs(entry.amount_dkk) as size_dkk
    from marts.supervision__entry as entry
    cross join setting
    where
        entry.is_purchase
        and entry.supplier_id is not null
        and abs(entry.amount_dkk) >= setting.duplicate_dkk
        and entry.amount_dkk <> 0

),

-- Nearly every amount is a supplier's only one: a number of eight bytes finds those that are not.
repeated as (

    select hash(supplier_id, size_dkk) as fingerprint
    from purchase
    group by fingerprint
    having count(*) > 1

),

alike as (

    select *
    from purchase
    where hash(supplier_id, size_dkk) in (select repeated.fingerprint from repeated)

),

numbered as (

    select
        *,
        first_value(voucher) over first_first as first_voucher,
        first_value(posting_date) over first_first as first_date,
        sum(sign(amount_dkk)) over same_number as times_left
    from alike
    where invoice_no is not null
    window
        same_number as (partition by supplier_id, invoice_no, size_dkk),
        first_first as (
            partition by supplier_id, invoice_no, size_dkk
            order by amount_dkk < 0, posting_date, voucher, delivery_id, file, line
        )

),

same_number as (

    select
        delivery_id,
        file,
        line,
        first_voucher as related_voucher,
        first_date as related_date
    from numbered
    where
        amount_dkk > 0
        and voucher <> first_voucher
        and times_left > 1

),

followed as (

    select
        alike.*,
        setting.duplicate_days,
        lag(alike.voucher) over same_sign as last_voucher,
        lag(alike.invoice_no) over same_sign as last_invoice_no,
        lag(alike.posting_date) over same_sign as last_date,
        max(alike.posting_date) filter (where alike.amount_dkk < 0) over so_far as credited_before,
        min(alike.posting_date) filter (where alike.amount_dkk < 0) over from_here as credited_after
    from alike
    cross join setting
    window
        same_sign as (
            partition by alike.supplier_id, alike.amount_dkk
            order by alike.posting_date, alike.voucher, alike.delivery_id, alike.file, alike.line
        ),
        so_far as (
            partition by alike.supplier_id, alike.size_dkk
            order by alike.posting_date
        ),
        from_here as (
            partition by alike.supplier_id, alike.size_dkk
            order by alike.posting_date desc
        )

),

same_amount as (

    select
        delivery_id,
        file,
        line,
        last_voucher as related_voucher,
        last_date as related_date
    from followed
    where
        amount_dkk > 0
        and voucher <> last_voucher
        and posting_date - last_date <= duplicate_days
        and (invoice_no is distinct from last_invoice_no or invoice_no is null)
        and coalesce(posting_date - credited_before > duplicate_days, true)
        and coalesce(credited_after - posting_date > duplicate_days, true)

),

found as (

    select * from same_number

    union all

    select same_amount.*
    from same_amount
    anti join same_number
        on
            same_amount.delivery_id = same_number.delivery_id
            and same_amount.file = same_number.file
            and same_amount.line = same_number.line

),

final as (

    select
        delivery_id,
        file,
        line,
        'duplicate_invoice' as rule,
        5 as weight,
        related_voucher,
        related_date,
        cast(null as decimal(18, 2)) as compared_dkk,
        cast(null as integer) as compared_count
    from found

)

select * from final
