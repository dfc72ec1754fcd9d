-- grain: one row per line that a delivery in force holds back

with

quarantine as (

    select * from raw.quarantine

),

final as (

    select
        * exclude (amount_dkk),
        cast(amount_dkk as decimal(18, 2)) as amount_dkk
    from quarantine

)

select * from final
