-- grain: one row per span, signal and subject of a centre of today, with the pieces of its score that it has by itself
-- scope: build
-- key: span, centre_id, signal, subject_id

with

signal as (

    select * from marts.focus_areas__signal

),

unit_span as (

    select * from marts.focus_areas__unit_span

),

doubt as (

    select * from marts.focus_areas__doubt

),

setting as (

    select * from staging.focus_area_setting

),

weighed as (

    select
        signal.span,
        signal.signal,
        signal.domain,
        signal.unit_id,
        signal.subject_kind,
        signal.subject_id,
        signal.subject_name,
        signal.unit,
        signal.value,
        signal.reference,
        signal.reference_kind,
        signal.threshold,
        signal.has_strength,
        signal.money_dkk,
        signal.touched_share,
        unit_span.span_kind,
        unit_span.span_number,
        unit_span.centre_id,
        signal.value - signal.reference as deviation,
        -- A signal without a threshold weighs nothing, and a check tells it.
        (signal.value - signal.reference) * signal.bad_side / case when signal.threshold > 0 then signal.threshold end
            as badness,
        -- What is at stake, of the centre's revised budget; of its staff or projects, where it is no money. Money that
        -- has no budget is all of it.
        case
            when signal.money_dkk is null then coalesce(signal.touched_share, 0)
            when unit_span.centre_revised_dkk = 0 then sign(signal.money_dkk)
            else signal.money_dkk / abs(unit_span.centre_revised_dkk)
        end as stake_share,
        -- Lines that could not be read may have been of this centre: they make every figure of their kind less certain.
        cast(
            least(1, greatest(0, signal.doubtful_share + coalesce(doubt.quarantined_share, 0))) as decimal(9, 6)
        ) as doubtful_share
    from signal
    inner join unit_span
        on
            signal.span = unit_span.span
            and signal.unit_id = unit_span.unit_id
    left join doubt on signal.domain = doubt.domain
    where signal.value is not null and signal.reference is not null

),

final as (

    select
        -- Joined on when all of them are ranked: four texts would take longer.
        row_number() over () as row_id,
        weighed.span,
        weighed.span_kind,
        weighed.span_number,
        weighed.centre_id,
        weighed.signal,
        weighed.domain,
        weighed.unit_id,
        weighed.subject_kind,
        weighed.subject_id,
        weighed.subject_name,
        weighed.unit,
        weighed.value,
        weighed.reference,
        weighed.reference_kind,
        weighed.deviation,
        weighed.threshold,
        weighed.money_dkk,
        weighed.touched_share,
        weighed.doubtful_share,
        -- What is far on the side that nobody praises is nothing to talk about.
        cast(
            least(
                coalesce(abs(case when weighed.has_strength or weighed.badness > 0 then weighed.badness end), 0),
                setting.severity_cap
            ) as decimal(9, 3)
        ) as severity,
        case
            when weighed.badness >= 1 then 'concern'
            when weighed.has_strength and weighed.badness <= -1 then 'strength'
            else 'to_follow'
        end as role,
        cast(
            case
                when weighed.stake_share <= 0 then 0
                when weighed.money_dkk is null
                    then
                        least(1, greatest(0, log10(weighed.stake_share / setting.touched_none) / log10(
                            setting.touched_all / setting.touched_none
                        )))
                else
                    least(1, greatest(0, log10(weighed.stake_share / setting.money_none) / log10(
                        setting.money_all / setting.money_none
                    )))
            end as decimal(9, 3)
        ) as materiality,
        cast(1 - weighed.doubtful_share as decimal(9, 3)) as confidence
    from weighed
    cross join setting

)

select * from final
