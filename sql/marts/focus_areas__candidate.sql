-- grain: one row per span, signal and subject of a centre of today
-- scope: unit_today
-- order: span, centre_id, rank
-- primary key: span, centre_id, signal, subject_id

with

scored as (

    select * from marts.focus_areas__scored

),

setting as (

    select * from staging.focus_area_setting

),

multiplied as (

    select
        *,
        cast(severity * materiality * persistence * freshness * confidence as decimal(9, 3)) as score,
        case role when 'concern' then 1 when 'strength' then 2 else 3 end as role_order
    from scored

),

-- A signal is told of the one place where it weighs most: a centre, its department and its school are the same money.
told_once as (

    select
        *,
        row_number() over (
            partition by span, centre_id, signal
            order by role_order asc, score desc, severity desc, subject_id asc
        ) as place
    from multiplied

),

in_domain as (

    select
        *,
        row_number() over (
            partition by span, centre_id, domain, place > 1
            order by role_order asc, score desc, severity desc, signal asc
        ) as domain_place
    from told_once

),

-- Of a domain two at the most; only where fewer than four would be left are there more of one.
ranked as (

    select
        *,
        cast(row_number() over (
            partition by span, centre_id
            order by
                place > 1 asc,
                domain_place > 2 asc,
                role_order asc,
                score desc,
                severity desc,
                signal asc,
                place asc
        ) as integer) as rank
    from in_domain

),

final as (

    select
        ranked.span,
        ranked.span_kind,
        ranked.span_number,
        ranked.centre_id,
        ranked.centre_name,
        ranked.centre_path as unit_path,
        ranked.rank,
        ranked.rank <= setting.proposed and ranked.place = 1 as is_proposed,
        ranked.signal,
        ranked.domain,
        ranked.role,
        ranked.unit_id,
        ranked.subject_kind,
        ranked.subject_id,
        ranked.subject_name,
        ranked.unit,
        ranked.value,
        ranked.reference,
        ranked.reference_kind,
        ranked.deviation,
        ranked.threshold,
        ranked.money_dkk,
        ranked.touched_share,
        ranked.doubtful_share,
        ranked.spans_in_a_row,
        ranked.severity,
        ranked.materiality,
        ranked.persistence,
        ranked.freshness,
        ranked.confidence,
        ranked.score
    from ranked
    cross join setting

)

select * from final
