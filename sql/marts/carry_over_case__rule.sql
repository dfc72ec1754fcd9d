-- grain: one row per carry-over rule in use, in the order in which they are asked
-- scope: everybody
-- order: rule_order
-- primary key: rule_order

with

rule as (

    select * from staging.carry_over_rule

),

final as (

    select
        rule_order,
        rule_name,
        part,
        title_da as rule_title_da,
        title_en as rule_title_en,
        is_transferred,
        share_up,
        share_down,
        cap_dkk,
        overspend_always_follows,
        only_named_purposes
    from rule

)

select * from final
