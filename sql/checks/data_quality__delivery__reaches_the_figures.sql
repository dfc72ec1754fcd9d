-- severity: error
-- sentence: The rows in use of a delivered file do not add up to what was accepted, replaced and corrected.

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
    from raw.statistical_forecast
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

    union all

    select
        delivery_id,
        file,
        sum(cast(amount as decimal(38, 6))) as amount_dkk
    from raw.saving
    group by delivery_id, file

    union all

    select
        delivery_id,
        file,
        sum(cast(realised as decimal(38, 6))) as amount_dkk
    from raw.saving_statement
    group by delivery_id, file

),

final as (

    select
        delivery.delivery_id,
        delivery.file,
        delivery.accepted_amount_dkk,
        delivery.superseded_amount_dkk,
        delivery.correction_amount_dkk,
        loaded.amount_dkk as in_use_dkk
    from delivery
    left join loaded
        on
            delivery.delivery_id = loaded.delivery_id
            and delivery.file = loaded.file
    where
        delivery.accepted_amount_dkk is not null
        and coalesce(loaded.amount_dkk, 0) is distinct from
        delivery.accepted_amount_dkk - delivery.superseded_amount_dkk + delivery.correction_amount_dkk

)

select * from final
