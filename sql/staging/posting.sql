-- grain: one row per accepted posting
-- materialise: view

with

posting as (

    select * from raw.posting

),

typed as (

    select
        * exclude (posting_date, fiscal_year, period, budget_type, amount, is_automated, is_on_agreement),
        cast(posting_date as date) as posting_date,
        cast(fiscal_year as integer) as given_fiscal_year,
        cast(period as integer) as given_period,
        coalesce(budget_type, '1') as budget_type,
        cast(amount as decimal(18, 2)) as amount_dkk,
        cast(is_automated as boolean) as is_automated,
        cast(is_on_agreement as boolean) as is_on_agreement
    from posting

),

in_year as (

    select
        *,
        -- Closing entries are booked in the first months of the year after the one they belong to.
        cast(
            coalesce(
                given_fiscal_year,
                year(posting_date) - case when given_period >= 13 and month(posting_date) <= 6 then 1 else 0 end
            )
            as integer
        ) as fiscal_year
    from typed

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        voucher,
        voucher_line,
        posting_date,
        fiscal_year,
        -- Ledgers number further closing periods 14 to 16; all of them are the thirteenth here.
        case
            when given_period is not null then least(greatest(given_period, 1), 13)
            when year(posting_date) > fiscal_year then 13
            when year(posting_date) < fiscal_year then 1
            else month(posting_date)
        end as period,
        given_period,
        cost_centre,
        wbs_element,
        account,
        function_code,
        budget_type,
        amount_dkk,
        text,
        supplier_id,
        supplier_name,
        invoice_no,
        registered_by,
        approved_by,
        kind,
        is_automated,
        is_on_agreement
    from in_year

)

select * from final
