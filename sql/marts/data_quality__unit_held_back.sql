-- grain: one row per source and unit of today's organisation that lines held back belong to, or to a unit below it
-- scope: unit_today
-- order: source, sort_order
-- primary key: source, unit_id
-- A line says whose it is by its cost centre, its unit or its project, where that itself can be read. Every other line,
-- and every line about employees, belongs to no unit but the whole municipality.

with

quarantine as (

    select * from staging.quarantine

),

register as (

    select * from marts.capital_projects__register

),

unit as (

    select * from marts.capital_projects__unit

),

placed as (

    select
        quarantine.source,
        quarantine.amount_dkk,
        coalesce(unit.folded_unit_id, 'unknown') as folded_unit_id
    from quarantine
    left join register on quarantine.project_id = register.project_id
    left join unit on coalesce(quarantine.cost_centre, quarantine.unit_id, register.unit_id) = unit.unit_id

),

above as (

    select
        placed.source,
        placed.amount_dkk,
        unnest(unit.unit_path) as unit_id
    from placed
    inner join unit on placed.folded_unit_id = unit.unit_id

),

summed as (

    select
        source,
        unit_id,
        count(*) as held_back_lines,
        count(*) filter (where amount_dkk is null) as lines_without_amount,
        sum(amount_dkk) as held_back_dkk
    from above
    group by source, unit_id

),

final as (

    select
        summed.source,
        summed.unit_id,
        unit.unit_path,
        unit.sort_order,
        cast(summed.held_back_lines as bigint) as held_back_lines,
        cast(summed.lines_without_amount as bigint) as lines_without_amount,
        cast(summed.held_back_dkk as decimal(18, 2)) as held_back_dkk
    from summed
    inner join unit on summed.unit_id = unit.unit_id

)

select * from final
