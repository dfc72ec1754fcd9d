-- grain: one row per carry-over rule that is not used, and why
-- scope: municipality
-- order: place, problem

with

set_aside as (

    select * from staging.carry_over_set_aside

),

final as (

    select
        place,
        rule_name,
        problem,
        remedy
    from set_aside

)

select * from final
