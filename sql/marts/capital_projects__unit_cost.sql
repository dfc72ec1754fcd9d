-- grain: one row per project of which something can be counted: its cost per unit at this year's prices, and its class
-- scope: build
-- key: project_id
-- Whole øre and whole numbers: rounded once, half an øre upwards.

with

register as (

    select * from marts.capital_projects__register

),

final_cost as (

    select * from marts.capital_projects__final_cost

),

price_index as (

    select * from staging.price_index

),

capital_setting as (

    select * from staging.capital_setting

),

fiscal_year as (

    select * from marts.capital_projects__year

),

price_year as (

    select max(fiscal_year) filter (where is_newest_year) as fiscal_year from fiscal_year

),

counted as (

    select
        register.project_id,
        register.project_class,
        register.quantity_unit,
        register.is_completed,
        cast(100 * final_cost.expected_final_cost_dkk as hugeint) as cost_oere,
        cast(100 * register.quantity as hugeint) as quantity_hundredths,
        coalesce(price_year.fiscal_year, year(final_cost.completion_date)) as price_year,
        coalesce(year(final_cost.completion_date), price_year.fiscal_year) as cost_year
    from register
    inner join final_cost on register.project_id = final_cost.project_id
    cross join price_year
    where register.kind = 'project' and register.quantity > 0 and final_cost.expected_final_cost_dkk > 0

),

-- A year that the index does not have yet has the prices of the last one before it; one before them all the first.
level as (

    select
        counted.project_id,
        coalesce(
            max_by(price_index.price_index, price_index.fiscal_year)
            filter (where price_index.fiscal_year <= counted.price_year),
            min_by(price_index.price_index, price_index.fiscal_year)
        ) as price_level,
        coalesce(
            max_by(price_index.price_index, price_index.fiscal_year)
            filter (where price_index.fiscal_year <= counted.cost_year),
            min_by(price_index.price_index, price_index.fiscal_year)
        ) as cost_level
    from counted
    cross join price_index
    group by counted.project_id

),

leveled as (

    select
        counted.*,
        counted.cost_oere * cast(1000 * coalesce(level.price_level, 1) as hugeint) * 100 as numerator,
        counted.quantity_hundredths * cast(1000 * coalesce(level.cost_level, 1) as hugeint) as denominator
    from counted
    left join level on counted.project_id = level.project_id

),

costed as (

    select
        *,
        (2 * numerator + denominator) // (2 * denominator) as unit_cost_oere
    from leveled

),

class as (

    select
        project_class,
        quantity_unit,
        list(unit_cost_oere order by unit_cost_oere) as unit_costs_oere,
        count(*) as comparable_project_count
    from costed
    where is_completed and project_class is not null
    group by project_class, quantity_unit

),

final as (

    select
        costed.project_id,
        cast(cast(costed.unit_cost_oere as decimal(20, 0)) * 0.01 as decimal(18, 2)) as cost_per_unit_dkk,
        cast(
            case
                when class.comparable_project_count >= capital_setting.comparable_projects
                    then cast(
                        (
                            class.unit_costs_oere[(class.comparable_project_count + 1) // 2]
                            + class.unit_costs_oere[class.comparable_project_count // 2 + 1]
                            + 1
                        ) // 2
                        as decimal(20, 0)
                    ) * 0.01
            end
            as decimal(18, 2)
        ) as class_median_cost_per_unit_dkk,
        cast(coalesce(class.comparable_project_count, 0) as integer) as comparable_project_count
    from costed
    cross join capital_setting
    left join class
        on
            costed.project_class = class.project_class
            and costed.quantity_unit is not distinct from class.quantity_unit

)

select * from final
