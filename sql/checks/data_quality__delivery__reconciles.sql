-- severity: warning
-- sentence: A delivered file does not add up to the control total that it states itself.

with

delivery as (

    select * from marts.data_quality__delivery

),

final as (

    select
        delivery_id,
        source,
        file,
        accepted_amount_dkk,
        quarantined_amount_dkk,
        left_out_amount_dkk,
        control_total_dkk,
        difference_dkk
    from delivery
    where is_in_force and difference_dkk <> 0

)

select * from final
