-- grain: one row per source: declared by a spec, or with a delivery in force
-- scope: municipality
-- order: source
-- primary key: source
-- A source can be a single delivery of a few postings, so what it adds up to says more than a sum of the municipality.

with

source as (

    select * from staging.source

),

delivery as (

    select * from staging.delivery
    where is_in_force

),

correction as (

    select * from staging.correction

),

counted as (

    select
        source,
        sum(accepted_amount_dkk) as accepted_amount_dkk,
        sum(superseded_amount_dkk) as superseded_amount_dkk,
        sum(quarantined_amount_dkk) as quarantined_amount_dkk,
        sum(left_out_amount_dkk) as left_out_amount_dkk,
        sum(control_total_dkk) as control_total_dkk,
        sum(difference_dkk) as difference_dkk
    from delivery
    group by source

),

corrected as (

    select
        source,
        sum(amount_change_dkk) as correction_amount_dkk
    from correction
    group by source

),

final as (

    select
        source.source,
        source.title,
        cast(counted.accepted_amount_dkk as decimal(18, 2)) as accepted_amount_dkk,
        cast(counted.superseded_amount_dkk as decimal(18, 2)) as superseded_amount_dkk,
        cast(counted.quarantined_amount_dkk as decimal(18, 2)) as quarantined_amount_dkk,
        cast(counted.left_out_amount_dkk as decimal(18, 2)) as left_out_amount_dkk,
        cast(counted.control_total_dkk as decimal(18, 2)) as control_total_dkk,
        cast(counted.difference_dkk as decimal(18, 2)) as difference_dkk,
        coalesce(cast(corrected.correction_amount_dkk as decimal(18, 2)), 0) as correction_amount_dkk
    from source
    left join counted on source.source = counted.source
    left join corrected on source.source = corrected.source

)

select * from final
