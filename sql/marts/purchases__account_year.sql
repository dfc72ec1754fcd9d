-- grain: one row per fiscal year and account that anything was bought on, or that is marked as consultants'
-- scope: everybody
-- order: fiscal_year, account
-- primary key: fiscal_year, account

with

cell as (

    select * from marts.purchases__cell

),

account as (

    select * from marts.chart__account

),

marked as (

    select * from staging.purchase_account

),

-- A municipality that names its categories means those and no others.
choice as (

    select coalesce(bool_or(has_agreement), false) as is_named
    from marked

),

bought as (

    select
        fiscal_year,
        account,
        sum(on_agreement_count) > 0 as is_bought_on_agreement
    from cell
    group by fiscal_year, account

),

final as (

    select
        bought.fiscal_year,
        bought.account,
        account.account_name,
        case when choice.is_named then coalesce(marked.has_agreement, false) else bought.is_bought_on_agreement end
            as has_agreement,
        coalesce(marked.is_consultant, false) as is_consultant
    from bought
    cross join choice
    inner join account on bought.account = account.account
    left join marked on bought.account = marked.account

)

select * from final
