-- grain: one row per rule of atypical postings that the municipality has given a weight of its own

with

setting as (

    select * from raw.setting

),

final as (

    select
        replace(name, 'supervision_weight_', '') as rule,
        cast(value as decimal(9, 3)) as weight
    from setting
    where name like 'supervision_weight_%'

)

select * from final
