-- grain: one row, how focus areas are scored

with

setting as (

    select * from raw.setting

),

final as (

    select
        cast(coalesce(max(value) filter (where name = 'focus_proposed'), '4') as integer) as proposed,
        cast(3 as decimal(9, 3)) as severity_cap,
        cast(0.25 as decimal(9, 3)) as persistence_step,
        cast(2 as decimal(9, 3)) as persistence_cap,
        cast(0.6 as decimal(9, 3)) as freshness_of_old,
        -- Of the centre's revised budget: what weighs nothing, and what weighs all that money can.
        cast(0.00001 as decimal(18, 8)) as money_none,
        cast(0.005 as decimal(18, 8)) as money_all,
        -- Of its staff or projects.
        cast(0.01 as decimal(18, 8)) as touched_none,
        cast(1 as decimal(18, 8)) as touched_all
    from setting

)

select * from final
