-- grain: one row per accepted forecast line

with

forecast as (

    select * from raw.forecast

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
        cast(amount as decimal(18, 2)) as amount_dkk,
        entered_by,
        cast(entered_at as timestamp) as entered_at,
        -- Said when the year had ended: hindsight, not a forecast. A check tells it.
        greatest(cast(round_date as date), cast(cast(entered_at as timestamp) as date))
        > make_date(cast(fiscal_year as integer), 12, 31) as is_hindsight
    from forecast

)

select * from final
