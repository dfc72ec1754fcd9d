-- grain: one row per natural account that is listed or used
-- scope: everybody
-- order: account
-- primary key: account

with

account as (

    select * from staging.account

),

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

budget_line as (

    select * from staging.budget_line

),

commitment as (

    select * from staging.commitment

),

listed as (

    select *
    from account
    qualify row_number() over (partition by account order by delivery_id desc, file desc, line desc) = 1

),

-- An account that nobody listed keeps its money: it gets a name that says so.
used as (

    select account from ledger_cell
    union
    select account from budget_line
    union
    select account from commitment
    union
    select account from listed

),

typed as (

    select
        used.account,
        coalesce(listed.account_name, 'Ukendt konto') as account_name,
        coalesce(listed.cost_type, nullif(regexp_extract(used.account, '^[0-9]'), ''), 'unknown') as cost_type,
        listed.account_group,
        listed.account is not null as is_listed
    from used
    left join listed on used.account = listed.account

),

final as (

    select
        account,
        account_name,
        cost_type,
        coalesce(
            account_group,
            case
                when cost_type = '1' then 'wages'
                when cost_type in ('7', '8') then 'income'
                else 'operations'
            end
        ) as account_group,
        is_listed
    from typed

)

select * from final
