-- grain: one row per subject, fiscal year and unit of today's organisation with a target or a count at or below it
-- scope: unit_today
-- order: subject, fiscal_year, sort_order
-- primary key: subject, fiscal_year, unit_id

with

part as (

    select * from marts.allocation__part

),

allocation as (

    select * from staging.allocation
    where subject is not null

),

allocation_whole as (

    select * from staging.allocation_whole

),

unit_count as (

    select * from marts.targets__unit_count

),

unit as (

    select * from marts.capital_projects__unit

),

shared as (

    select
        allocation.subject,
        part.fiscal_year,
        part.unit_id as part_unit_id,
        unnest(unit.unit_path) as unit_id,
        part.key_number,
        part.key_share,
        part.exact_part,
        part.part
    from part
    inner join allocation on part.allocation = allocation.allocation
    inner join unit on part.unit_id = unit.unit_id

),

target as (

    select
        subject,
        fiscal_year,
        unit_id,
        bool_or(part_unit_id = unit_id) as has_own_target,
        sum(key_number) as key_number,
        sum(key_share) as key_share,
        sum(exact_part) as exact_places,
        sum(part) as target_places
    from shared
    group by all

),

newest as (

    select *
    from unit_count
    qualify row_number() over (partition by subject, fiscal_year, unit_id order by counted_on desc) = 1

),

place as (

    select
        subject,
        fiscal_year,
        unit_id
    from target
    union
    select
        subject,
        fiscal_year,
        unit_id
    from newest

),

titled as (

    select
        allocation.subject,
        allocation_whole.fiscal_year,
        allocation.title_da,
        allocation.title_en,
        allocation.key_kind
    from allocation
    inner join allocation_whole on allocation.allocation = allocation_whole.allocation

),

final as (

    select
        place.subject,
        place.fiscal_year,
        coalesce(titled.title_da, place.subject) as title_da,
        coalesce(titled.title_en, place.subject) as title_en,
        titled.key_kind,
        place.unit_id,
        unit.unit_name,
        unit.unit_kind,
        unit.parent_unit_id,
        unit.level,
        unit.unit_path,
        unit.sort_order,
        coalesce(target.has_own_target, false) as has_own_target,
        cast(target.key_number as decimal(18, 2)) as key_number,
        target.key_share,
        target.exact_places,
        cast(target.target_places as bigint) as target_places,
        newest.counted_on,
        newest.places as actual_places,
        newest.places / nullif(target.target_places, 0) + 0.0 as attainment_share,
        cast(target.target_places - newest.places as bigint) as missing_places
    from place
    inner join unit on place.unit_id = unit.unit_id
    left join titled
        on
            place.subject = titled.subject
            and place.fiscal_year = titled.fiscal_year
    left join target
        on
            place.subject = target.subject
            and place.fiscal_year = target.fiscal_year
            and place.unit_id = target.unit_id
    left join newest
        on
            place.subject = newest.subject
            and place.fiscal_year = newest.fiscal_year
            and place.unit_id = newest.unit_id

)

select * from final
