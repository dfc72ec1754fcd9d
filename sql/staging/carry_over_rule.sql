-- grain: one row per carry-over rule, in the order in which they are asked

with

carry_over_rule as (

    select * from raw.carry_over_rule

)

select * from carry_over_rule
