-- grain: one row per delivered line of the list of functions

with

function_list as (

    select * from raw.function

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        function_code,
        name as function_name,
        expenditure_class
    from function_list

)

select * from final
