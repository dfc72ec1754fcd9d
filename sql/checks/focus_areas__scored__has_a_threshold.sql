-- severity: error
-- sentence: A signal has no threshold above zero; how far its figure is from calling for attention cannot be said.

with

scored as (

    select * from marts.focus_areas__scored

),

final as (

    select
        span,
        centre_id,
        signal,
        subject_id,
        threshold
    from scored
    where threshold is null or threshold <= 0

)

select * from final
