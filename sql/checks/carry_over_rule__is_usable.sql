-- severity: warning
-- sentence: A carry-over rule contradicts itself or another one and is set aside, so a later rule decides its lines.

with

set_aside as (

    select * from staging.carry_over_set_aside

),

final as (

    select
        place_en as place,
        rule_name,
        problem_en as problem,
        remedy_en as remedy
    from set_aside

)

select * from final
