-- grain: one row per accepted project and fiscal year

with

project_year as (

    select * from raw.project_year

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        project_id,
        cast(fiscal_year as integer) as fiscal_year,
        cast(adopted_allotment as decimal(18, 2)) as adopted_allotment_dkk,
        cast(supplementary as decimal(18, 2)) as supplementary_dkk,
        cast(virement as decimal(18, 2)) as virement_dkk,
        cast(price_adjustment as decimal(18, 2)) as price_adjustment_dkk,
        cast(carried_in as decimal(18, 2)) as carried_in_dkk,
        cast(rephased as decimal(18, 2)) as rephased_dkk,
        cast(actual as decimal(18, 2)) as actual_dkk,
        cast(forecast as decimal(18, 2)) as forecast_dkk,
        cast(carried_out_requested as decimal(18, 2)) as carried_out_requested_dkk,
        cast(carried_out_decided as decimal(18, 2)) as carried_out_decided_dkk,
        comment
    from project_year

)

select * from final
