-- grain: one row per allocation, fiscal year and unit that shares in it: its part of the whole
-- scope: build
-- key: allocation, fiscal_year, unit_id
-- The largest-remainder method (Hamilton), for øre and for places alike: each unit gets the whole parts of its exact
-- share, and those that are left over go one by one to the largest remainders. Of equal remainders the unit with more
-- of the key comes first, of equal keys the one with the lower number. Whole numbers all the way: nothing is rounded.

with

allocation_whole as (

    select * from staging.allocation_whole

),

key_number as (

    select * from marts.allocation__key

),

weighed as (

    select
        allocation_whole.allocation,
        allocation_whole.fiscal_year,
        allocation_whole.whole_steps,
        allocation_whole.steps_in_one,
        key_number.unit_id,
        key_number.key_number,
        cast(cast(key_number.key_number as decimal(38, 2)) * 100 as hugeint) as weight
    from allocation_whole
    inner join key_number on allocation_whole.allocation = key_number.allocation

),

totalled as (

    select
        *,
        cast(sum(weight) over (partition by allocation, fiscal_year) as hugeint) as total_weight
    from weighed

),

divided as (

    select
        *,
        whole_steps * weight // total_weight as whole_parts,
        whole_steps * weight % total_weight as remainder
    from totalled

),

ranked as (

    select
        *,
        whole_steps - sum(whole_parts) over (partition by allocation, fiscal_year) as left_over,
        row_number() over (
            partition by allocation, fiscal_year order by remainder desc, weight desc, unit_id asc
        ) as place
    from divided

),

final as (

    select
        allocation,
        fiscal_year,
        unit_id,
        key_number,
        cast(cast(total_weight as decimal(36, 0)) * 0.01 as decimal(18, 2)) as key_total,
        cast(weight as double) / cast(total_weight as double) as key_share,
        cast(whole_steps as double) / steps_in_one * cast(weight as double) / cast(total_weight as double)
            as exact_part,
        -- Øre are hundredths, places are ones; a division would go through floating point.
        cast(
            cast(whole_parts + case when place <= left_over then 1 else 0 end as decimal(36, 0))
            * case when steps_in_one = 100 then 0.01 else 1.00 end
            as decimal(18, 2)
        ) as part,
        cast(
            cast(whole_steps as decimal(36, 0)) * case when steps_in_one = 100 then 0.01 else 1.00 end
            as decimal(18, 2)
        ) as whole
    from ranked

)

select * from final
