-- grain: one row per delivered line of the list of natural accounts

with

account as (

    select * from raw.account

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        account,
        name as account_name,
        cost_type,
        account_group
    from account

)

select * from final
