-- severity: warning
-- sentence: A savings measure is to save a negative amount: a saving is written as a positive one.

with

saving as (

    select * from staging.saving

),

final as (

    select
        measure_id,
        fiscal_year,
        target_dkk,
        file,
        line
    from saving
    where target_dkk < 0

)

select * from final
