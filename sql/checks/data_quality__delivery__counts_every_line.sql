-- severity: error
-- sentence: A delivered file has lines that are neither heading, accepted, held back nor left out.

with

delivery as (

    select * from marts.data_quality__delivery

),

final as (

    select
        delivery_id,
        file,
        lines,
        header_lines,
        accepted,
        quarantined,
        left_out
    from delivery
    where lines <> header_lines + accepted + quarantined + left_out

)

select * from final
