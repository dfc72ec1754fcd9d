-- grain: one row per accepted line of a statistical forecast

with

statistical_forecast as (

    select * from raw.statistical_forecast

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        cast(fiscal_year as integer) as fiscal_year,
        round,
        cast(round_date as date) as round_date,
        unit_id,
        account_group,
        method,
        cast(amount as decimal(18, 2)) as amount_dkk,
        data_until,
        cast(is_backtest as boolean) as is_backtest
    from statistical_forecast

)

select * from final
