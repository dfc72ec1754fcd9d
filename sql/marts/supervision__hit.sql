-- grain: one row per posting and rule of atypical postings that it meets
-- scope: build
-- key: delivery_id, file, line, rule

with

found as (

    select * from marts.supervision__rule_closed_year

    union all
    select * from marts.supervision__rule_duplicate_invoice

    union all
    select * from marts.supervision__rule_free_day

    union all
    select * from marts.supervision__rule_missing_text

    union all
    select * from marts.supervision__rule_new_supplier

    union all
    select * from marts.supervision__rule_round_amount

    union all
    select * from marts.supervision__rule_same_person

    union all
    select * from marts.supervision__rule_split_purchase

    union all
    select * from marts.supervision__rule_unusual_amount

),

own_weight as (

    select * from staging.supervision_weight

),

weighed as (

    select
        found.* exclude (weight),
        cast(coalesce(own_weight.weight, found.weight) as decimal(9, 3)) as weight
    from found
    left join own_weight on found.rule = own_weight.rule

),

final as (

    select * from weighed
    where weight > 0

)

select * from final
