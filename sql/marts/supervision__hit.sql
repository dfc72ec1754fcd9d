-- grain: one row per posting and rule of atypical postings that it meets
-- scope: build
-- key: delivery_id, file, line, rule

with

found as (

    select * from marts.supervision__found

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
