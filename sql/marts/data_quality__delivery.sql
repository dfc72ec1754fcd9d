-- grain: one row per delivered file or member of a delivered archive
-- scope: municipality
-- order: received_at, delivery_id, file
-- key: delivery_id, file

with

delivery as (

    select * from staging.delivery

),

duplicate_delivery as (

    select * from staging.duplicate_delivery

),

correction as (

    select * from staging.correction

),

duplicates as (

    select
        delivery_id,
        count(*) as duplicate_count
    from duplicate_delivery
    group by delivery_id

),

corrected as (

    select
        delivery_id,
        file,
        count(*) as corrections,
        sum(amount_change_dkk) as correction_amount_dkk
    from correction
    group by delivery_id, file

),

final as (

    select
        delivery.*,
        coalesce(duplicates.duplicate_count, 0) as duplicate_count,
        coalesce(corrected.corrections, 0) as corrections,
        coalesce(cast(corrected.correction_amount_dkk as decimal(18, 2)), 0) as correction_amount_dkk
    from delivery
    left join duplicates on delivery.delivery_id = duplicates.delivery_id
    left join corrected
        on
            delivery.delivery_id = corrected.delivery_id
            and delivery.file = corrected.file

)

select * from final
