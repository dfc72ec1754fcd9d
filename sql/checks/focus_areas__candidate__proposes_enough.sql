-- severity: error
-- sentence: A centre has signals enough, but fewer focus areas are proposed for it than it is owed.

with

candidate as (

    select * from marts.focus_areas__candidate

),

setting as (

    select * from staging.focus_area_setting

),

final as (

    select
        candidate.span,
        candidate.centre_id,
        count(distinct candidate.signal) as signals,
        count(*) filter (where candidate.is_proposed) as proposed
    from candidate
    cross join setting
    group by candidate.span, candidate.centre_id, setting.proposed
    having count(*) filter (where candidate.is_proposed) < least(setting.proposed, count(distinct candidate.signal))

)

select * from final
