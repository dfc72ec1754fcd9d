-- severity: warning
-- sentence: A frozen statistical forecast was delivered again with another amount; the first one counts.

with

statistical_forecast as (

    select * from staging.statistical_forecast

),

final as (

    select
        fiscal_year,
        round,
        unit_id,
        account_group,
        count(distinct amount_dkk) as amount_count
    from statistical_forecast
    group by all
    having count(distinct amount_dkk) > 1

)

select * from final
