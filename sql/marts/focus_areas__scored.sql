-- grain: one row per span, signal and subject of a centre of today, with the pieces of its score
-- scope: build
-- key: span, centre_id, signal, subject_id

with

signal as (

    select * from marts.focus_areas__signal

),

unit_span as (

    select * from marts.focus_areas__unit_span

),

published as (

    select * from staging.focus_area

),

setting as (

    select * from staging.focus_area_setting

),

weighed as (

    select
        signal.*,
        unit_span.span_kind,
        unit_span.span_number,
        unit_span.centre_id,
        unit_span.centre_name,
        unit_span.centre_path,
        unit_span.centre_revised_dkk,
        signal.value - signal.reference as deviation,
        (signal.value - signal.reference) * signal.bad_side / signal.threshold as badness
    from signal
    inner join unit_span
        on
            signal.span = unit_span.span
            and signal.unit_id = unit_span.unit_id
    where signal.value is not null and signal.reference is not null and signal.threshold > 0

),

-- What is at stake, of the centre's revised budget; of its staff or projects, where it is no money. Money that has no
-- budget is all of it.
staked as (

    select
        *,
        case
            when money_dkk is null then coalesce(touched_share, 0)
            when centre_revised_dkk = 0 then sign(money_dkk)
            else money_dkk / abs(centre_revised_dkk)
        end as stake_share
    from weighed

),

judged as (

    select
        staked.*,
        cast(least(abs(staked.badness), setting.severity_cap) as decimal(9, 3)) as severity,
        case
            when staked.badness >= 1 then 'concern'
            when staked.has_strength and staked.badness <= -1 then 'strength'
            else 'to_follow'
        end as role,
        cast(
            case
                when staked.stake_share <= 0 then 0
                when staked.money_dkk is null
                    then
                        least(1, greatest(0, log10(staked.stake_share / setting.touched_none) / log10(
                            setting.touched_all / setting.touched_none
                        )))
                else
                    least(1, greatest(0, log10(staked.stake_share / setting.money_none) / log10(
                        setting.money_all / setting.money_none
                    )))
            end as decimal(9, 3)
        ) as materiality,
        cast(1 - least(1, greatest(0, staked.doubtful_share)) as decimal(9, 3)) as confidence
    from staked
    cross join setting

),

-- Spans in a row in which the same was told of the same: they have one number less their place.
in_a_row as (

    select
        *,
        span_number - row_number() over (
            partition by span_kind, centre_id, signal, subject_id, role
            order by span_number
        ) as row_of_spans
    from judged

),

counted as (

    select
        * exclude (row_of_spans),
        case
            when role != 'to_follow'
                then
                    cast(row_number() over (
                        partition by span_kind, centre_id, signal, subject_id, role, row_of_spans
                        order by span_number
                    ) as integer)
            else 0
        end as spans_in_a_row
    from in_a_row

),

final as (

    select
        counted.*,
        cast(least(
            setting.persistence_cap, 1 + setting.persistence_step * greatest(0, counted.spans_in_a_row - 1)
        ) as decimal(9, 3)) as persistence,
        -- Told last time, and nothing has moved by its threshold since.
        cast(case
            when
                published.signal is not null
                and abs(counted.deviation - published.deviation) < counted.threshold
                then setting.freshness_of_old
            else 1
        end as decimal(9, 3)) as freshness
    from counted
    cross join setting
    left join published
        on
            counted.centre_id = published.centre_id
            and counted.span_kind = published.span_kind
            and counted.span_number = published.span_number + 1
            and counted.signal = published.signal
            and counted.subject_id = published.subject_id

)

select * from final
