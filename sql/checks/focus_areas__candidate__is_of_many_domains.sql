-- severity: error
-- sentence: More than two focus areas of a domain, or two about one subject in it, are proposed where there are others.

with

candidate as (

    select * from marts.focus_areas__candidate

),

-- The subject that a signal is told of.
best as (

    select *
    from candidate
    qualify row_number() over (partition by span, centre_id, signal order by rank) = 1

),

in_domain as (

    select
        span,
        centre_id,
        domain,
        least(2, count(distinct subject_id)) as subjects,
        count(*) filter (where is_proposed) as proposed,
        count(distinct subject_id) filter (where is_proposed) as proposed_subjects
    from best
    group by span, centre_id, domain

),

compared as (

    select
        *,
        sum(subjects) over (partition by span, centre_id) as owed,
        sum(proposed) over (partition by span, centre_id) as proposed_in_all
    from in_domain

),

final as (

    select
        span,
        centre_id,
        domain,
        proposed
    from compared
    where owed >= proposed_in_all and (proposed > 2 or proposed > proposed_subjects)

)

select * from final
