-- grain: one row, the municipality's own choices about capital projects

with

setting as (

    select * from raw.setting

),

final as (

    select
        cast(coalesce(max(value) filter (where name = 'capital_money_act_share'), '0.02') as decimal(9, 6))
            as money_act_share,
        cast(coalesce(max(value) filter (where name = 'capital_money_act_dkk'), '250000') as decimal(18, 2))
            as money_act_dkk,
        cast(coalesce(max(value) filter (where name = 'capital_time_act_months'), '6') as integer) as time_act_months,
        cast(coalesce(max(value) filter (where name = 'capital_phasing_act_share'), '0.5') as decimal(9, 6))
            as phasing_act_share,
        cast(coalesce(max(value) filter (where name = 'capital_watch_factor'), '0.5') as decimal(9, 6))
            as watch_factor,
        cast(coalesce(max(value) filter (where name = 'capital_comparable_projects'), '3') as integer)
            as comparable_projects,
        cast(coalesce(max(value) filter (where name = 'capital_plan_versions'), '4') as integer) as plan_versions
    from setting

)

select * from final
