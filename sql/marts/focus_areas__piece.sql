-- grain: one row per candidate for a focus area: the pieces of its score, and its place among those of its signal
-- scope: build
-- key: row_id

with

scored as (

    select * from marts.focus_areas__scored

),

-- Told last time, and nothing has moved since.
unmoved as (

    select * from marts.focus_areas__unmoved

),

published as (

    select * from staging.focus_area

),

setting as (

    select * from staging.focus_area_setting

),

-- What stood out or was published at some time, and of the centre itself everything: the others are nothing to talk
-- about, and would be most of the rows.
stood_out as (

    select
        centre_id,
        signal,
        subject_id
    from scored
    where role <> 'to_follow'
    union
    select
        centre_id,
        signal,
        subject_id
    from published

),

kept as (

    select
        scored.row_id,
        scored.span,
        scored.span_kind,
        scored.span_number,
        scored.centre_id,
        scored.signal,
        scored.subject_id,
        scored.domain,
        scored.role,
        scored.severity,
        scored.materiality,
        scored.confidence
    from scored
    where
        scored.subject_id = scored.centre_id
        or exists (
            select 1
            from stood_out
            where
                scored.centre_id = stood_out.centre_id
                and scored.signal = stood_out.signal
                and scored.subject_id = stood_out.subject_id
        )

),

-- Spans in a row in which the same was told of the same: they have one number less their place.
in_a_row as (

    select
        *,
        span_number - row_number() over (
            partition by span_kind, centre_id, signal, subject_id, role
            order by span_number
        ) as row_of_spans
    from kept

),

counted as (

    select
        *,
        case when role = 'to_follow' then 0 else cast(row_number() over (
            partition by span_kind, centre_id, signal, subject_id, role, row_of_spans
            order by span_number
        ) as integer) end as spans_in_a_row
    from in_a_row

),

pieces as (

    select
        counted.*,
        case counted.role when 'concern' then 1 when 'strength' then 2 else 3 end as role_order,
        cast(least(
            setting.persistence_cap,
            1 + setting.persistence_step * greatest(0, counted.spans_in_a_row - 1)
        ) as decimal(9, 3)) as persistence,
        cast(case when unmoved.signal is not null then setting.freshness_of_old else 1 end as decimal(9, 3))
            as freshness
    from counted
    cross join setting
    left join unmoved
        on
            counted.span = unmoved.span
            and counted.centre_id = unmoved.centre_id
            and counted.signal = unmoved.signal
            and counted.subject_id = unmoved.subject_id

),

multiplied as (

    select
        *,
        cast(severity * materiality * persistence * freshness * confidence as decimal(9, 3)) as score
    from pieces

),

-- A signal is told of the one place where it weighs most: a centre, its department and its school are the same money.
final as (

    select
        *,
        row_number() over (
            partition by span, centre_id, signal
            order by role_order asc, score desc, severity desc, subject_id asc
        ) as place
    from multiplied

)

select * from final
