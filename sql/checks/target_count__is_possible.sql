-- severity: warning
-- sentence: A count of places is below zero or of a day to come.

with

target_count as (

    select * from staging.target_count

),

setting as (

    select * from staging.setting

),

final as (

    select
        target_count.subject,
        target_count.unit_id,
        target_count.counted_on,
        target_count.places,
        target_count.file,
        target_count.line
    from target_count
    cross join setting
    where target_count.places < 0 or target_count.counted_on > setting.built_on

)

select * from final
