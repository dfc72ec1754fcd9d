-- severity: warning
-- sentence: Forecasts were given for a year that had ended by then; they count in no round.

with

forecast as (

    select * from staging.forecast

),

final as (

    select
        fiscal_year,
        round,
        round_date,
        unit_id,
        account_group,
        entered_at,
        file,
        line
    from forecast
    where is_hindsight

)

select * from final
