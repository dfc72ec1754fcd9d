-- grain: one row per span and unit with savings that are due
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Økonomi og Digitalisering
-- page: savings
-- name da: Besparelser til dato
-- name en: Savings to date
-- title da: Besparelserne i {subject} er {money} bagud i forhold til planen
-- title en: Savings in {subject} are {money} behind the plan
-- good da: Besparelserne i {subject} er {money} forud for planen
-- good en: Savings in {subject} are {money} ahead of the plan
-- sees da: {until} er der sparet {value} i {subject}. Efter planen skulle det have været {reference}.
-- sees en: {until}, {value} has been saved in {subject}. By the plan it should have been {reference}.
-- why da: Hver måned, en besparelse ikke virker, skal pengene findes et andet sted.
-- why en: For every month in which a saving does not work, the money must be found elsewhere.
-- silent da: Planen er lagt jævnt ud over de måneder, besparelsen skal virke i, og det sparede er, hvad den ansvarlige
--     har oplyst.
-- silent en: The plan is spread evenly over the months in which the saving is to work, and what is saved is what the
--     person responsible has stated.

with

saving as (

    select * from marts.focus_areas__saving

),

unit as (

    select * from marts.capital_projects__unit

),

below as (

    select
        span,
        unnest(unit_path) as unit_id,
        realised_dkk,
        target_to_date_dkk,
        is_stated
    from saving

),

unit_saving as (

    select
        below.span,
        below.unit_id,
        unit.unit_name,
        sum(below.realised_dkk) as realised_dkk,
        sum(below.target_to_date_dkk) as target_to_date_dkk,
        -- What nobody has said anything about counts as not saved, which may be wrong.
        coalesce(sum(below.target_to_date_dkk) filter (where not below.is_stated), 0) as unstated_dkk
    from below
    inner join unit on below.unit_id = unit.unit_id
    group by below.span, below.unit_id, unit.unit_name

),

final as (

    select
        span,
        'savings_behind' as signal,
        'savings' as domain,
        unit_id,
        'unit' as subject_kind,
        unit_id as subject_id,
        unit_name as subject_name,
        'DKK' as unit,
        cast(realised_dkk as decimal(24, 6)) as value,
        cast(target_to_date_dkk as decimal(24, 6)) as reference,
        'target' as reference_kind,
        -- A tenth, and no less than a hundred thousand, as of a single measure.
        cast(greatest(100000, 0.1 * target_to_date_dkk) as decimal(24, 6)) as threshold,
        -1 as bad_side,
        true as has_strength,
        cast(abs(realised_dkk - target_to_date_dkk) as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(least(1, greatest(0, unstated_dkk / target_to_date_dkk)) as decimal(9, 6)) as doubtful_share
    from unit_saving
    where target_to_date_dkk > 0

)

select * from final
