-- severity: warning
-- sentence: The settings mark an account for the figures on purchases that the chart of accounts does not have.

with

marked as (

    select * from staging.purchase_account

),

account as (

    select * from staging.account

),

final as (

    select
        account,
        is_consultant,
        has_agreement
    from marked
    where account not in (select account.account from account)

)

select * from final
