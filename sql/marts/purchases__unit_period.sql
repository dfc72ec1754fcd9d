-- grain: one row per fiscal year, period and unit of today's organisation with purchases that year: until the period
-- scope: unit_period
-- order: fiscal_year, period, sort_order
-- primary key: fiscal_year, period, unit_id

with

month as (

    select * from marts.purchases__month

),

unit_period as (

    select * from marts.organisation__unit_period
    where organisation_view = 'today'

),

marked as (

    select * from staging.purchase_account

),

choice as (

    select coalesce(bool_or(is_consultant), false) as has_consultant_accounts
    from marked

),

to_date as (

    select
        unit_period.fiscal_year,
        unit_period.period,
        unit_period.unit_id,
        sum(month.invoice_count) as invoice_count,
        sum(month.told_invoice_count) as told_invoice_count,
        sum(month.automated_invoice_count) as automated_invoice_count,
        sum(month.purchase_dkk) as purchase_dkk,
        sum(month.agreement_category_dkk) as agreement_category_dkk,
        sum(month.on_agreement_dkk) as on_agreement_dkk,
        sum(month.told_agreement_count) as told_agreement_count,
        sum(month.consultant_dkk) as consultant_dkk
    from unit_period
    inner join month
        on
            unit_period.fiscal_year = month.fiscal_year
            and unit_period.unit_id = month.unit_id
            and unit_period.period >= month.month
    group by unit_period.fiscal_year, unit_period.period, unit_period.unit_id

),

-- What the source does not say is not counted on: neither as booked by a hand nor as bought outside an agreement.
told as (

    select
        to_date.* exclude (agreement_category_dkk, on_agreement_dkk),
        case when to_date.told_agreement_count > 0 then to_date.agreement_category_dkk end as agreement_category_dkk,
        case when to_date.told_agreement_count > 0 then to_date.on_agreement_dkk end as on_agreement_dkk,
        to_date.automated_invoice_count / nullif(to_date.told_invoice_count, 0) as automated_invoice_share,
        case when to_date.told_agreement_count > 0 then to_date.on_agreement_dkk end
        / nullif(to_date.agreement_category_dkk, 0) + 0.0 as agreement_coverage_share,
        case when choice.has_consultant_accounts then to_date.consultant_dkk end as known_consultant_dkk
    from to_date
    cross join choice

),

final as (

    select
        told.fiscal_year,
        told.period,
        told.unit_id,
        unit_period.unit_name,
        unit_period.unit_kind,
        unit_period.parent_unit_id,
        unit_period.level,
        unit_period.is_leaf,
        unit_period.sort_order,
        unit_period.unit_path,
        cast(told.invoice_count as bigint) as invoice_count,
        cast(told.told_invoice_count as bigint) as told_invoice_count,
        cast(told.automated_invoice_count as bigint) as automated_invoice_count,
        told.automated_invoice_share,
        last_year.automated_invoice_share as last_year_automated_invoice_share,
        cast(told.purchase_dkk as decimal(18, 2)) as purchase_dkk,
        cast(told.agreement_category_dkk as decimal(18, 2)) as agreement_category_dkk,
        cast(told.on_agreement_dkk as decimal(18, 2)) as on_agreement_dkk,
        cast(told.agreement_category_dkk - told.on_agreement_dkk as decimal(18, 2)) as outside_agreement_dkk,
        told.agreement_coverage_share,
        last_year.agreement_coverage_share as last_year_agreement_coverage_share,
        cast(told.known_consultant_dkk as decimal(18, 2)) as consultant_dkk,
        cast(last_year.known_consultant_dkk as decimal(18, 2)) as last_year_consultant_dkk,
        told.known_consultant_dkk / nullif(told.purchase_dkk, 0) + 0.0 as consultant_share
    from told
    inner join unit_period
        on
            told.fiscal_year = unit_period.fiscal_year
            and told.period = unit_period.period
            and told.unit_id = unit_period.unit_id
    left join told as last_year
        on
            told.fiscal_year = last_year.fiscal_year + 1
            and told.period = last_year.period
            and told.unit_id = last_year.unit_id

)

select * from final
