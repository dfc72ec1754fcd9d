-- grain: one row per line that a declared rule leaves out

with

left_out as (

    select * from raw.left_out

),

final as (

    select
        * exclude (amount_dkk),
        cast(amount_dkk as decimal(18, 2)) as amount_dkk
    from left_out

)

select * from final
