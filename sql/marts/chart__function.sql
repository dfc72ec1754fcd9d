-- grain: one row per function that is listed or used
-- scope: everybody
-- order: function_code
-- primary key: function_code

with

function_list as (

    select * from staging.function

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
    from function_list
    qualify row_number() over (partition by function_code order by delivery_id desc, file desc, line desc) = 1

),

used as (

    select function_code from ledger_cell
    where function_code <> ''
    union
    select function_code from budget_line
    where function_code is not null
    union
    select function_code from commitment
    where function_code is not null
    union
    select function_code from listed

),

final as (

    select
        used.function_code,
        coalesce(listed.function_name, 'Ukendt funktion') as function_name,
        -- Six digits: main account 00-09, main function, function.
        try_cast(left(used.function_code, 2) as integer) as main_account,
        listed.expenditure_class,
        listed.function_code is not null as is_listed
    from used
    left join listed on used.function_code = listed.function_code

)

select * from final
