-- grain: one row per accepted commitment

with

commitment as (

    select * from raw.commitment

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        cast(fiscal_year as integer) as fiscal_year,
        cost_centre,
        account,
        function_code,
        cast(amount as decimal(18, 2)) as amount_dkk,
        cast(expected_month as integer) as expected_month
    from commitment

)

select * from final
