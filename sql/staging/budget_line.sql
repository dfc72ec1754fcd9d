-- grain: one row per accepted budget line

with

budget_line as (

    select * from raw.budget_line

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        cast(fiscal_year as integer) as fiscal_year,
        kind,
        cost_centre,
        account,
        function_code,
        coalesce(budget_type, '1') as budget_type,
        cast(amount as decimal(18, 2)) as amount_dkk,
        cast(month as integer) as month,
        cast(decision_date as date) as decision_date,
        body,
        case_no,
        cover,
        comment
    from budget_line

)

select * from final
