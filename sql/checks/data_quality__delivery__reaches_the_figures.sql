-- severity: error
-- sentence: The rows in use of a delivered file are not what was accepted and corrected.

with

delivery as (

    select * from marts.data_quality__delivery

),

loaded as (

    select
        delivery_id,
        file,
        sum(cast(amount as decimal(38, 6))) as amount_dkk
    from raw.posting
    group by delivery_id, file

    union all

    select
        delivery_id,
        file,
        sum(cast(amount as decimal(38, 6))) as amount_dkk
    from raw.budget_line
    group by delivery_id, file

    union all

    select
        delivery_id,
        file,
        sum(cast(amount as decimal(38, 6))) as amount_dkk
    from raw.forecast
    group by delivery_id, file

    union all

    select
        delivery_id,
        file,
        sum(cast(amount as decimal(38, 6))) as amount_dkk
    from raw.commitment
    group by delivery_id, file

    union all

    select
        delivery_id,
        file,
        sum(cast(expected_cost as decimal(38, 6))) as amount_dkk
    from raw.project_plan
    group by delivery_id, file

    union all

    select
        delivery_id,
        file,
        sum(cast(amount as decimal(38, 6))) as amount_dkk
    from raw.project_appropriation
    group by delivery_id, file

    union all

    select
        delivery_id,
        file,
        sum(cast(adopted_allotment as decimal(38, 6))) as amount_dkk
    from raw.project_year
    group by delivery_id, file

),

final as (

    select
        delivery.delivery_id,
        delivery.file,
        delivery.accepted_amount_dkk,
        delivery.correction_amount_dkk,
        loaded.amount_dkk as in_use_dkk
    from delivery
    left join loaded
        on
            delivery.delivery_id = loaded.delivery_id
            and delivery.file = loaded.file
    -- Where a later delta replaced single lines, their amounts are no longer part of it.
    where
        delivery.is_in_force
        and coalesce(delivery.superseded, 0) = 0
        and delivery.accepted_amount_dkk is not null
        and delivery.accepted_amount_dkk + delivery.correction_amount_dkk <> coalesce(loaded.amount_dkk, 0)

)

select * from final
