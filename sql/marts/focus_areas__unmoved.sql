-- grain: one row per span, centre, signal and subject that was published of the span before and has not moved since
-- scope: build
-- key: span, centre_id, signal, subject_id

with

scored as (

    select * from marts.focus_areas__scored

),

unit_span as (

    select * from marts.focus_areas__unit_span

),

published as (

    select * from staging.focus_area

),

-- What was published, and what tells the same story: a centre, its department and its school.
told_before as (

    select
        span_kind,
        span_number,
        centre_id,
        signal,
        subject_id,
        deviation
    from published

    union all

    select
        scored.span_kind,
        scored.span_number,
        scored.centre_id,
        scored.signal,
        scored.subject_id,
        scored.deviation
    from published
    inner join scored
        on
            published.span_kind = scored.span_kind
            and published.span_number = scored.span_number
            and published.centre_id = scored.centre_id
            and published.signal = scored.signal
    inner join unit_span as told
        on
            scored.span = told.span
            and published.subject_id = told.unit_id
    inner join unit_span as other
        on
            scored.span = other.span
            and scored.subject_id = other.unit_id
    where
        scored.subject_kind = 'unit'
        and scored.subject_id <> published.subject_id
        and (list_contains(told.unit_path, other.unit_id) or list_contains(other.unit_path, told.unit_id))

),

-- Nothing has moved by its threshold since.
final as (

    select distinct
        scored.span,
        scored.centre_id,
        scored.signal,
        scored.subject_id
    from scored
    inner join told_before
        on
            scored.span_kind = told_before.span_kind
            and scored.span_number = told_before.span_number + 1
            and scored.centre_id = told_before.centre_id
            and scored.signal = told_before.signal
            and scored.subject_id = told_before.subject_id
    where abs(scored.deviation - told_before.deviation) < scored.threshold

)

select * from final
