-- grain: one row per account that the municipality has marked for the figures on purchases

with

setting as (

    select * from raw.setting

),

marked as (

    select
        value as account,
        name like 'purchases_consultant_account%' as is_consultant,
        name like 'purchases_agreement_account%' as has_agreement
    from setting
    where regexp_matches(name, '^purchases_(consultant|agreement)_account_[0-9]+$')

),

final as (

    select
        account,
        bool_or(is_consultant) as is_consultant,
        bool_or(has_agreement) as has_agreement
    from marked
    group by account

)

select * from final
