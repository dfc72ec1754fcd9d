-- severity: warning
-- sentence: A forecast round that was answered in Pejling came from another source too; only Pejling's counts.

with

forecast as (

    select * from staging.forecast

),

final as (

    select
        fiscal_year,
        round,
        list(distinct source order by source) as sources,
        count(*) filter (where source <> 'forecast_round') as set_aside_count
    from forecast
    group by fiscal_year, round
    having
        count(*) filter (where source = 'forecast_round') > 0
        and count(*) filter (where source <> 'forecast_round') > 0

)

select * from final
