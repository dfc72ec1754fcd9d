-- severity: warning
-- sentence: A savings measure has nobody who answers for it.

with

saving as (

    select * from staging.saving

),

final as (

    select
        measure_id,
        measure_name,
        fiscal_year,
        target_dkk,
        file,
        line
    from saving
    where responsible is null

)

select * from final
