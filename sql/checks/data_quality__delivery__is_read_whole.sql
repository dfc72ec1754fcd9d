-- severity: warning
-- sentence: Lines of a delivered file are held back and not in the figures.

with

delivery as (

    select * from marts.data_quality__delivery

),

final as (

    select
        delivery_id,
        source,
        file,
        quarantined,
        quarantined_amount_dkk,
        unreadable_amounts
    from delivery
    where is_in_force and quarantined > 0

)

select * from final
