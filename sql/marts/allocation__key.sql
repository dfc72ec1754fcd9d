-- grain: one row per allocation and unit that shares in it: its number of the key
-- scope: build
-- key: allocation, unit_id
-- Counted in today's organisation: an area that moves takes its part of the key along.

with

allocation as (

    select * from staging.allocation

),

given as (

    select * from staging.allocation_given

),

allocation_key as (

    select * from staging.allocation_key

),

budget_line as (

    select * from staging.budget_line
    where kind = 'adopted' and budget_type = '1'

),

function_list as (

    select * from marts.chart__function
    where expenditure_class = 'service'

),

unit as (

    select * from marts.capital_projects__unit

),

chosen as (

    select * from staging.staff_setting

),

left_out_function as (

    select
        allocation,
        unnest(left_out_functions) as code
    from allocation

),

-- State refunds (budget type 2) and other classes stand outside the service frame.
service_expenditure as (

    select
        allocation.allocation,
        budget_line.cost_centre as unit_id,
        sum(budget_line.amount_dkk) as number
    from allocation
    inner join budget_line on allocation.base_year = budget_line.fiscal_year
    inner join function_list on budget_line.function_code = function_list.function_code
    where
        allocation.key_kind = 'service_expenditure'
        and not exists (
            select 1
            from left_out_function
            where
                left_out_function.allocation = allocation.allocation
                and starts_with(budget_line.function_code, left_out_function.code)
        )
    group by allocation.allocation, budget_line.cost_centre

),

-- The newest count of the base year, rounded to as many as a staff figure must be about: a part to the øre would tell
-- the count behind it.
headcount as (

    select
        allocation.allocation,
        allocation_key.unit_id,
        cast(
            (2 * cast(allocation_key.number * 100 as hugeint) + 100 * chosen.fewest) // (200 * chosen.fewest)
            * chosen.fewest as decimal(18, 2)
        ) as number
    from allocation
    inner join allocation_key
        on
            allocation.key_kind = allocation_key.key_name
            and allocation.base_year = year(allocation_key.counted_on)
    cross join chosen
    qualify
        row_number() over (
            partition by allocation.allocation, allocation_key.unit_id
            order by
                allocation_key.counted_on desc,
                allocation_key.delivery_id desc,
                allocation_key.file desc,
                allocation_key.line desc
        ) = 1

),

counted as (

    select * from service_expenditure
    union all by name
    select * from headcount

),

sharer as (

    select
        allocation.allocation,
        unit.unit_id,
        unit.level
    from allocation
    inner join unit
        on
            case
                when allocation.units = [] then list_contains(allocation.unit_kinds, unit.unit_kind)
                else list_contains(allocation.units, unit.unit_id)
            end
    where allocation.key_kind <> 'given'

),

-- What is counted at a unit or below it is the unit's; of two that share, one below the other, the lower one's.
placed as (

    select
        counted.allocation,
        sharer.unit_id,
        counted.number
    from counted
    inner join allocation on counted.allocation = allocation.allocation
    inner join unit on counted.unit_id = unit.unit_id
    inner join sharer
        on
            counted.allocation = sharer.allocation
            and list_contains(unit.unit_path, sharer.unit_id)
    where not list_has_any(unit.unit_path, allocation.left_out_units)
    qualify row_number() over (partition by counted.allocation, counted.unit_id order by sharer.level desc) = 1

),

summed as (

    select
        allocation,
        unit_id,
        sum(number) as number
    from placed
    group by allocation, unit_id

    union all

    select
        given.allocation,
        coalesce(unit.unit_id, 'unknown') as unit_id,
        sum(given.number) as number
    from given
    left join unit on given.unit_id = unit.unit_id
    group by all

),

final as (

    select
        allocation,
        unit_id,
        cast(number as decimal(18, 2)) as key_number
    from summed
    -- Whoever has more income than expenditure has no part, rather than a negative one.
    where number > 0

)

select * from final
