-- grain: one row per focus area that is published, in its span's newest edition

with

focus_area as (

    select * from raw.focus_area

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        span,
        span_kind,
        cast(span_number as integer) as span_number,
        unit_id as centre_id,
        cast(edition as integer) as edition,
        cast(place as integer) as place,
        signal,
        subject_id,
        try_cast(deviation as decimal(24, 6)) as deviation
    from focus_area

)

select * from final
