-- grain: one row per accepted posting
-- scope: unit
-- order: unit_id, fiscal_year, account, period, posting_date, file, line
-- key by reading: delivery_id, file, line
-- materialise: view

with

posting as (

    select * from staging.posting

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

fiscal_year as (

    select * from marts.budget_followup__year

),

version as (

    select * from marts.organisation__version

),

account as (

    select * from marts.chart__account

),

function_list as (

    select * from marts.chart__function

),

final as (

    select
        cost_centre_year.unit_id,
        posting.cost_centre,
        version.unit_name as cost_centre_name,
        posting.fiscal_year,
        cast(posting.period as integer) as period,
        posting.posting_date,
        posting.account,
        account.account_name,
        posting.function_code,
        function_list.function_name,
        posting.budget_type,
        posting.voucher,
        posting.voucher_line,
        posting.amount_dkk,
        posting.text,
        posting.supplier_id,
        posting.supplier_name,
        posting.invoice_no,
        posting.kind,
        posting.is_automated,
        posting.is_on_agreement,
        posting.source,
        posting.file,
        posting.line,
        posting.delivery_id
    from posting
    inner join fiscal_year on posting.fiscal_year = fiscal_year.fiscal_year
    inner join cost_centre_year
        on
            posting.fiscal_year = cost_centre_year.fiscal_year
            and posting.cost_centre = cost_centre_year.cost_centre
    inner join account on posting.account = account.account
    left join version
        on
            fiscal_year.reference_day = version.day
            and posting.cost_centre = version.unit_id
    left join function_list on posting.function_code = function_list.function_code

)

select * from final
