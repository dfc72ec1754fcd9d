-- grain: one row per span, signal and subject of a centre of today
-- scope: unit_today
-- order: span, centre_id, rank
-- primary key: span, centre_id, signal, subject_id

with

scored as (

    select * from marts.focus_areas__scored

),

unit_span as (

    select * from marts.focus_areas__unit_span

),

told_once as (

    select * from marts.focus_areas__piece

),

setting as (

    select * from staging.focus_area_setting

),

-- Of a domain two at the most, about two subjects where it has them: a school that spends too much and a school whose
-- forecast was raised are one story.
one_a_subject as (

    select
        *,
        row_number() over (
            partition by span, centre_id, domain, subject_id
            order by role_order asc, score desc, severity desc, signal asc
        ) > 1 as is_told_already
    from told_once
    where place = 1

),

in_domain as (

    select
        span,
        centre_id,
        signal,
        row_number() over (
            partition by span, centre_id, domain
            order by is_told_already asc, role_order asc, score desc, severity desc, signal asc
        ) as domain_place,
        is_told_already
    from one_a_subject

),

-- Only where fewer than four would be left is there more of a domain or of a subject.
ranked as (

    select
        told_once.*,
        cast(row_number() over (
            partition by told_once.span, told_once.centre_id
            order by
                told_once.place > 1 asc,
                in_domain.domain_place > 2 or in_domain.is_told_already asc,
                told_once.role_order asc,
                told_once.score desc,
                told_once.severity desc,
                told_once.signal asc,
                told_once.place asc
        ) as integer) as rank
    from told_once
    inner join in_domain
        on
            told_once.span = in_domain.span
            and told_once.centre_id = in_domain.centre_id
            and told_once.signal = in_domain.signal

),

-- Its name and its path, which are long, are joined when everything is ranked.
centre as (

    select
        span,
        unit_id,
        centre_name,
        centre_path
    from unit_span
    where unit_id = centre_id

),

final as (

    select
        scored.span,
        scored.span_kind,
        scored.span_number,
        scored.centre_id,
        centre.centre_name,
        centre.centre_path as unit_path,
        ranked.rank,
        ranked.rank <= setting.proposed and ranked.place = 1 as is_proposed,
        scored.signal,
        scored.domain,
        scored.role,
        scored.unit_id,
        scored.subject_kind,
        scored.subject_id,
        scored.subject_name,
        scored.unit,
        scored.value,
        scored.reference,
        scored.reference_kind,
        scored.deviation,
        scored.threshold,
        scored.money_dkk,
        cast(scored.touched_share as double) as touched_share,
        cast(scored.doubtful_share as double) as doubtful_share,
        ranked.spans_in_a_row,
        scored.severity,
        scored.materiality,
        ranked.persistence,
        ranked.freshness,
        scored.confidence,
        ranked.score
    from scored
    cross join setting
    inner join ranked on scored.row_id = ranked.row_id
    inner join centre
        on
            scored.span = centre.span
            and scored.centre_id = centre.unit_id

)

select * from final
