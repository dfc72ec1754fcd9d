-- grain: one row per large purchase on a supplier's first day
-- scope: build
-- member of: supervision__found
-- materialise: view
-- The ledger must reach some way back before a supplier can be called new.

with

setting as (

    select * from staging.supervision_setting

),

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

ledger as (

    select min(first_posting_date) as first_day
    from ledger_cell

),

supplier as (

    select
        supplier_id,
        min(posting_date) as first_day
    from marts.supervision__entry
    where
        is_purchase
        and supplier_id is not null
    group by supplier_id

),

new_supplier as (

    select
        supplier.supplier_id,
        supplier.first_day,
        setting.new_supplier_dkk
    from supplier
    cross join ledger
    cross join setting
    where supplier.first_day >= ledger.first_day + setting.new_supplier_history_days

),

final as (

    select
        entry.delivery_id,
        entry.file,
        entry.line,
        'new_supplier' as rule,
        3 as weight,
        cast(null as varchar) as related_voucher,
        cast(null as date) as related_date,
        new_supplier.new_supplier_dkk as compared_dkk,
        cast(null as integer) as compared_count
    from marts.supervision__entry as entry
    inner join new_supplier
        on
            entry.supplier_id = new_supplier.supplier_id
            and entry.posting_date = new_supplier.first_day
    where
        entry.is_purchase
        and entry.amount_dkk > new_supplier.new_supplier_dkk

)

select * from final
