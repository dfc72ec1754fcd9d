-- grain: one row per accepted budget line

with

budget_line as (

    select * from raw.budget_line

),

typed as (

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

),

final as (

    select
        *,
        -- Only a supplementary appropriation waits for its decision. One decided after the year is over never counts
        -- in it, one without a date counts from the start; checks find both.
        cast(
            case
                when kind <> 'supplementary' or decision_date is null then 1
                when year(decision_date) < fiscal_year then 1
                when year(decision_date) > fiscal_year then 99
                else month(decision_date)
            end
            as integer
        ) as from_period
    from typed

)

select * from final
