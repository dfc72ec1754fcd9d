-- grain: one row per carry-over rule that is not used, and why
-- scope: municipality
-- order: place_en, problem_en
-- primary key: place_en

with

set_aside as (

    select * from staging.carry_over_set_aside

),

final as (

    select
        rule_name,
        place_da,
        place_en,
        problem_da,
        problem_en,
        remedy_da,
        remedy_en
    from set_aside

)

select * from final
