-- grain: one row per pool, fiscal year and unit that has a part of it
-- scope: unit_today
-- order: fiscal_year, allocation_order, sort_order
-- primary key: allocation, fiscal_year, unit_id

with

part as (

    select * from marts.allocation__part

),

allocation as (

    select * from staging.allocation
    where programme_id is not null

),

unit as (

    select * from marts.capital_projects__unit

),

function_list as (

    select * from marts.chart__function

),

left_out as (

    select
        allocation,
        unnest(left_out_units) as unit_id,
        cast(null as varchar) as code
    from allocation

    union all

    select
        allocation,
        null as unit_id,
        unnest(left_out_functions) as code
    from allocation

),

-- The areas taken out, by their names.
named as (

    select
        left_out.allocation,
        list(
            coalesce(unit.unit_name, concat_ws(' ', left_out.code, function_list.function_name), left_out.unit_id)
            order by left_out.code nulls first, unit.sort_order, left_out.unit_id
        ) as left_out_names
    from left_out
    left join unit on left_out.unit_id = unit.unit_id
    left join function_list on left_out.code = function_list.function_code
    group by left_out.allocation

),

final as (

    select
        part.allocation,
        part.fiscal_year,
        allocation.allocation_order,
        allocation.title_da,
        allocation.title_en,
        allocation.programme_id,
        part.unit_id,
        unit.unit_name,
        unit.unit_path,
        unit.sort_order,
        allocation.key_kind,
        allocation.base_year,
        coalesce(named.left_out_names, []) as left_out_names,
        part.key_number,
        part.key_total,
        part.key_share,
        part.exact_part,
        part.part as allocated_dkk,
        part.whole as pool_dkk
    from part
    inner join allocation on part.allocation = allocation.allocation
    inner join unit on part.unit_id = unit.unit_id
    left join named on part.allocation = named.allocation

)

select * from final
