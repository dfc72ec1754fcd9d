-- grain: one row per fiscal year, month and unit of today's organisation with purchases at or below it: that month's
-- scope: build
-- key: fiscal_year, month, unit_id

with

cell as (

    select * from marts.purchases__cell

),

invoice_cell as (

    select * from marts.purchases__invoice_cell

),

account_year as (

    select * from marts.purchases__account_year

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

unit_period as (

    select * from marts.organisation__unit_period
    where organisation_view = 'today'

),

-- Rows of both kinds have the same columns; what the other kind knows is 0 in them.
part as (

    select
        cell.fiscal_year,
        cell.period,
        cell.cost_centre,
        0 as invoice_count,
        0 as told_invoice_count,
        0 as automated_invoice_count,
        cell.purchase_dkk,
        case when account_year.has_agreement then cell.told_agreement_dkk else 0 end as agreement_category_dkk,
        case when account_year.has_agreement then cell.on_agreement_dkk else 0 end as on_agreement_dkk,
        case when account_year.has_agreement then cell.told_agreement_count else 0 end as told_agreement_count,
        cell.consultant_dkk
    from cell
    inner join account_year
        on
            cell.fiscal_year = account_year.fiscal_year
            and cell.account = account_year.account

    union all

    select
        fiscal_year,
        period,
        cost_centre,
        invoice_count,
        told_invoice_count,
        automated_invoice_count,
        0 as purchase_dkk,
        0 as agreement_category_dkk,
        0 as on_agreement_dkk,
        0 as told_agreement_count,
        0 as consultant_dkk
    from invoice_cell

),

leaf as (

    select
        part.fiscal_year,
        part.period,
        cost_centre_year.unit_id,
        sum(part.invoice_count) as invoice_count,
        sum(part.told_invoice_count) as told_invoice_count,
        sum(part.automated_invoice_count) as automated_invoice_count,
        sum(part.purchase_dkk) as purchase_dkk,
        sum(part.agreement_category_dkk) as agreement_category_dkk,
        sum(part.on_agreement_dkk) as on_agreement_dkk,
        sum(part.told_agreement_count) as told_agreement_count,
        sum(part.consultant_dkk) as consultant_dkk
    from part
    inner join cost_centre_year
        on
            part.fiscal_year = cost_centre_year.fiscal_year
            and part.cost_centre = cost_centre_year.cost_centre
    group by part.fiscal_year, part.period, cost_centre_year.unit_id

),

below as (

    select
        leaf.* exclude (unit_id),
        unnest(unit_period.unit_path) as unit_id
    from leaf
    inner join unit_period
        on
            leaf.fiscal_year = unit_period.fiscal_year
            and leaf.period = unit_period.period
            and leaf.unit_id = unit_period.unit_id

),

final as (

    select
        fiscal_year,
        period as month,
        unit_id,
        sum(invoice_count) as invoice_count,
        sum(told_invoice_count) as told_invoice_count,
        sum(automated_invoice_count) as automated_invoice_count,
        sum(purchase_dkk) as purchase_dkk,
        sum(agreement_category_dkk) as agreement_category_dkk,
        sum(on_agreement_dkk) as on_agreement_dkk,
        sum(told_agreement_count) as told_agreement_count,
        sum(consultant_dkk) as consultant_dkk
    from below
    group by fiscal_year, period, unit_id

)

select * from final
