-- severity: error
-- sentence: The parts of a pool or a target do not sum to the whole that is shared out.

with

part as (

    select * from marts.allocation__part

),

final as (

    select
        allocation,
        fiscal_year,
        any_value(whole) as whole,
        sum(part) as parts
    from part
    group by allocation, fiscal_year
    having sum(part) <> any_value(whole)

)

select * from final
