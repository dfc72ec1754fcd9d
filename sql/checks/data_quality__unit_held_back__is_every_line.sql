-- severity: error
-- sentence: Lines that are held back are not all told of by unit, or not to the øre.

with

quarantine as (

    select * from staging.quarantine

),

unit_held_back as (

    select * from marts.data_quality__unit_held_back
    where unit_id = 'municipality'

),

delivered as (

    select
        source,
        count(*) as lines,
        sum(amount_dkk) as amount_dkk
    from quarantine
    group by source

),

final as (

    select
        coalesce(delivered.source, unit_held_back.source) as source,
        delivered.lines,
        unit_held_back.held_back_lines,
        delivered.amount_dkk,
        unit_held_back.held_back_dkk
    from delivered
    full outer join unit_held_back on delivered.source = unit_held_back.source
    where
        delivered.lines is distinct from unit_held_back.held_back_lines
        or delivered.amount_dkk is distinct from unit_held_back.held_back_dkk

)

select * from final
