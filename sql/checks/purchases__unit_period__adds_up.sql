-- severity: error
-- sentence: A unit's purchases are not those of the units below it, or the municipality's not those of the ledger.

with

unit_period as (

    select * from marts.purchases__unit_period

),

cell as (

    select * from marts.purchases__cell

),

part as (

    select
        fiscal_year,
        period,
        parent_unit_id as unit_id,
        invoice_count,
        purchase_dkk,
        coalesce(consultant_dkk, 0) as consultant_dkk
    from unit_period
    where parent_unit_id is not null

),

summed as (

    select
        fiscal_year,
        period,
        unit_id,
        sum(invoice_count) as invoice_count,
        sum(purchase_dkk) as purchase_dkk,
        sum(consultant_dkk) as consultant_dkk
    from part
    group by fiscal_year, period, unit_id

),

booked as (

    select
        fiscal_year,
        sum(purchase_dkk) as purchase_dkk,
        sum(consultant_dkk) as consultant_dkk
    from cell
    group by fiscal_year

),

newest as (

    select *
    from unit_period
    where unit_id = 'municipality'
    qualify row_number() over (partition by fiscal_year order by period desc) = 1

),

final as (

    select
        summed.fiscal_year,
        summed.period,
        summed.unit_id,
        unit_period.invoice_count,
        summed.invoice_count as parts_invoice_count,
        unit_period.purchase_dkk,
        summed.purchase_dkk as parts_purchase_dkk,
        coalesce(unit_period.consultant_dkk, 0) as consultant_dkk,
        summed.consultant_dkk as parts_consultant_dkk
    from summed
    left join unit_period
        on
            summed.fiscal_year = unit_period.fiscal_year
            and summed.period = unit_period.period
            and summed.unit_id = unit_period.unit_id
    where
        unit_period.invoice_count is distinct from summed.invoice_count
        or unit_period.purchase_dkk is distinct from summed.purchase_dkk
        or coalesce(unit_period.consultant_dkk, 0) is distinct from summed.consultant_dkk

    union all

    select
        booked.fiscal_year,
        newest.period,
        'municipality' as unit_id,
        newest.invoice_count,
        newest.invoice_count as parts_invoice_count,
        newest.purchase_dkk,
        booked.purchase_dkk as parts_purchase_dkk,
        coalesce(newest.consultant_dkk, 0) as consultant_dkk,
        booked.consultant_dkk as parts_consultant_dkk
    from booked
    left join newest on booked.fiscal_year = newest.fiscal_year
    where
        newest.purchase_dkk is distinct from booked.purchase_dkk
        or coalesce(newest.consultant_dkk, 0) is distinct from booked.consultant_dkk

)

select * from final
