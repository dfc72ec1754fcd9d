-- severity: warning
-- sentence: The release before this one could not be read, so it is not known which published figures have changed.

with

setting as (

    select * from staging.setting

),

final as (

    select
        previous_release,
        previous_fault
    from setting
    where previous_fault is not null

)

select * from final
