-- grain: one row per atypical posting, with every reason
-- scope: unit
-- order: fiscal_year, period, unit_id, delivery_id, file, line
-- primary key: delivery_id, file, line

with

hit as (

    select * from marts.supervision__hit

),

posting as (

    select * from staging.posting

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

account as (

    select * from marts.chart__account

),

reasoned as (

    select
        delivery_id,
        file,
        line,
        sum(weight) as weight,
        list(
            {
                'rule': rule,
                'weight': weight,
                'related_voucher': related_voucher,
                'related_date': related_date,
                'compared_dkk': compared_dkk,
                'compared_count': compared_count
            }
            order by weight desc, rule asc
        ) as reasons
    from hit
    group by delivery_id, file, line

),

final as (

    select
        cost_centre_year.unit_id,
        posting.cost_centre,
        posting.fiscal_year,
        cast(posting.period as integer) as period,
        posting.posting_date,
        posting.account,
        account.account_name,
        posting.function_code,
        posting.voucher,
        posting.voucher_line,
        posting.amount_dkk,
        posting.text,
        posting.supplier_id,
        posting.supplier_name,
        posting.invoice_no,
        posting.registered_by,
        posting.approved_by,
        posting.kind,
        cast(reasoned.weight as decimal(9, 3)) as risk_weight,
        reasoned.reasons,
        posting.source,
        posting.file,
        posting.line,
        posting.delivery_id
    from posting
    inner join reasoned
        on
            posting.delivery_id = reasoned.delivery_id
            and posting.file = reasoned.file
            and posting.line = reasoned.line
    inner join cost_centre_year
        on
            posting.fiscal_year = cost_centre_year.fiscal_year
            and posting.cost_centre = cost_centre_year.cost_centre
    left join account on posting.account = account.account

)

select * from final
