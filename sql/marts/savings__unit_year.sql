-- grain: one row per fiscal year, programme or all, and unit of today's organisation that owes a saving at or below it
-- scope: unit_today
-- order: fiscal_year, programme_id, sort_order
-- primary key: fiscal_year, programme_id, unit_id

with

measure_year as (

    select * from marts.savings__measure_year

),

pool_part as (

    select * from marts.savings__pool_part

),

saving_year as (

    select * from marts.savings__year

),

unit as (

    select * from marts.capital_projects__unit

),

programme as (

    select
        programme_id,
        max_by(programme_name, (fiscal_year, measure_id)) as programme_name
    from measure_year
    group by programme_id

),

measured as (

    select
        fiscal_year,
        unnest([programme_id, 'all']) as programme_id,
        unit_path,
        target_dkk,
        target_to_date_dkk,
        realised_dkk,
        expected_rest_dkk,
        gap_dkk,
        status,
        is_overdue,
        is_without_responsible,
        is_without_statement,
        twin_measure_id
    from measure_year

),

below as (

    select
        * exclude (unit_path),
        unnest(unit_path) as unit_id
    from measured

),

summed as (

    select
        fiscal_year,
        programme_id,
        unit_id,
        sum(target_dkk) as target_dkk,
        sum(target_to_date_dkk) as target_to_date_dkk,
        sum(realised_dkk) as realised_dkk,
        sum(expected_rest_dkk) as expected_rest_dkk,
        sum(gap_dkk) as gap_dkk,
        count(*) as measure_count,
        count(*) filter (where status = 'done') as done_count,
        count(*) filter (where status = 'dropped') as dropped_count,
        count(*) filter (where is_overdue) as overdue_count,
        count(*) filter (where is_without_responsible) as without_responsible_count,
        count(*) filter (where is_without_statement) as without_statement_count,
        count(*) filter (where twin_measure_id is not null) as listed_twice_count
    from below
    group by all

),

shared as (

    select
        fiscal_year,
        unnest([programme_id, 'all']) as programme_id,
        unit_path,
        allocated_dkk
    from pool_part

),

shared_below as (

    select
        * exclude (unit_path),
        unnest(unit_path) as unit_id
    from shared

),

allocated as (

    select
        fiscal_year,
        programme_id,
        unit_id,
        sum(allocated_dkk) as allocated_dkk
    from shared_below
    group by all

),

place as (

    select
        fiscal_year,
        programme_id,
        unit_id
    from summed
    union
    select
        fiscal_year,
        programme_id,
        unit_id
    from allocated

),

final as (

    select
        place.fiscal_year,
        place.programme_id,
        coalesce(programme.programme_name, place.programme_id) as programme_name,
        place.unit_id,
        unit.unit_name,
        unit.unit_kind,
        unit.parent_unit_id,
        unit.level,
        unit.unit_path,
        unit.sort_order,
        saving_year.as_of,
        cast(allocated.allocated_dkk as decimal(18, 2)) as allocated_dkk,
        cast(coalesce(summed.target_dkk, 0) as decimal(18, 2)) as target_dkk,
        -- What of the pool no measure is found for; below zero more is promised than was asked for.
        cast(allocated.allocated_dkk - coalesce(summed.target_dkk, 0) as decimal(18, 2)) as unfound_dkk,
        cast(coalesce(summed.target_to_date_dkk, 0) as decimal(18, 2)) as target_to_date_dkk,
        cast(coalesce(summed.realised_dkk, 0) as decimal(18, 2)) as realised_dkk,
        summed.realised_dkk / nullif(summed.target_to_date_dkk, 0) + 0.0 as realised_share,
        cast(coalesce(summed.expected_rest_dkk, 0) as decimal(18, 2)) as expected_rest_dkk,
        cast(coalesce(summed.gap_dkk, 0) as decimal(18, 2)) as gap_dkk,
        cast(coalesce(summed.measure_count, 0) as integer) as measure_count,
        cast(coalesce(summed.done_count, 0) as integer) as done_count,
        cast(coalesce(summed.dropped_count, 0) as integer) as dropped_count,
        cast(coalesce(summed.overdue_count, 0) as integer) as overdue_count,
        cast(coalesce(summed.without_responsible_count, 0) as integer) as without_responsible_count,
        cast(coalesce(summed.without_statement_count, 0) as integer) as without_statement_count,
        cast(coalesce(summed.listed_twice_count, 0) as integer) as listed_twice_count
    from place
    inner join saving_year on place.fiscal_year = saving_year.fiscal_year
    inner join unit on place.unit_id = unit.unit_id
    left join programme on place.programme_id = programme.programme_id
    left join summed
        on
            place.fiscal_year = summed.fiscal_year
            and place.programme_id = summed.programme_id
            and place.unit_id = summed.unit_id
    left join allocated
        on
            place.fiscal_year = allocated.fiscal_year
            and place.programme_id = allocated.programme_id
            and place.unit_id = allocated.unit_id

)

select * from final
