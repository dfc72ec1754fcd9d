-- severity: error
-- sentence: A signal says neither what money is at stake nor how much of the centre it touches; its score would be 0.

with

scored as (

    select * from marts.focus_areas__scored

),

final as (

    select
        span,
        centre_id,
        signal,
        subject_id
    from scored
    where money_dkk is null and touched_share is null

)

select * from final
