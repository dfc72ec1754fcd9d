-- grain: one row per organisation view, fiscal year, period, unit and month: the year's course
-- scope: unit_period
-- order: organisation_view, unit_id, fiscal_year, period, month
-- key: organisation_view, fiscal_year, period, unit_id, month
-- The two budget bases stand beside each other: they share the actual, and who forgets to choose counts nothing twice.

with

leaf_period_month as (

    select * from marts.budget_followup__leaf_period_month

),

unit_period as (

    select * from marts.organisation__unit_period

),

year_before as (

    select distinct fiscal_year + 1 as fiscal_year
    from marts.budget_followup__period

),

-- Each row once for every unit that it lies below.
placed as (

    select
        unit_period.organisation_view,
        unnest(unit_period.unit_path) as above_id,
        leaf_period_month.*
    from leaf_period_month
    inner join unit_period
        on
            leaf_period_month.fiscal_year = unit_period.fiscal_year
            and leaf_period_month.period = unit_period.period
            and leaf_period_month.unit_id = unit_period.unit_id

),

summed as (

    select
        organisation_view,
        fiscal_year,
        period,
        above_id as unit_id,
        month,
        cast(sum(phased_with_dkk) as decimal(18, 2)) as phased_dkk,
        cast(sum(phased_without_dkk) as decimal(18, 2)) as phased_without_carry_over_dkk,
        cast(sum(actual_dkk) as decimal(18, 2)) as actual_dkk,
        cast(sum(last_year_actual_dkk) as decimal(18, 2)) as last_year_actual_dkk
    from placed
    group by all

),

final as (

    select
        summed.organisation_view,
        summed.fiscal_year,
        summed.period,
        summed.unit_id,
        summed.month,
        summed.phased_dkk,
        summed.phased_without_carry_over_dkk,
        summed.actual_dkk,
        case when year_before.fiscal_year is not null then summed.last_year_actual_dkk end as last_year_actual_dkk
    from summed
    left join year_before on summed.fiscal_year = year_before.fiscal_year

)

select * from final
