-- severity: warning
-- sentence: A unit has given more than one forecast for the same round and account group; the one entered last counts.

with

forecast as (

    select * from staging.forecast

),

final as (

    select
        fiscal_year,
        round,
        unit_id,
        account_group,
        count(*) as forecast_count
    from forecast
    group by fiscal_year, round, unit_id, account_group
    having count(*) > 1

)

select * from final
