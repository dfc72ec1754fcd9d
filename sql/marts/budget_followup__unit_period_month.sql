-- grain: one row per organisation view, budget basis, fiscal year, period, unit and month: the year's course
-- scope: unit_period
-- order: organisation_view, unit_id, fiscal_year, period, budget_basis, month
-- key: organisation_view, budget_basis, fiscal_year, period, unit_id, month

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
        sum(phased_with_oere) as phased_with_oere,
        sum(phased_without_oere) as phased_without_oere,
        sum(actual_dkk) as actual_dkk,
        sum(last_year_actual_dkk) as last_year_actual_dkk
    from placed
    group by all

),

by_basis as (

    select
        'with_carry_over' as budget_basis,
        *,
        phased_with_oere as phased_oere
    from summed

    union all

    select
        'without_carry_over' as budget_basis,
        *,
        phased_without_oere as phased_oere
    from summed

),

final as (

    select
        by_basis.organisation_view,
        by_basis.budget_basis,
        by_basis.fiscal_year,
        by_basis.period,
        by_basis.unit_id,
        by_basis.month,
        cast(cast(by_basis.phased_oere as decimal(30, 0)) * cast(0.01 as decimal(3, 2)) as decimal(18, 2))
            as phased_dkk,
        cast(by_basis.actual_dkk as decimal(18, 2)) as actual_dkk,
        case
            when year_before.fiscal_year is not null then cast(by_basis.last_year_actual_dkk as decimal(18, 2))
        end as last_year_actual_dkk
    from by_basis
    left join year_before on by_basis.fiscal_year = year_before.fiscal_year

)

select * from final
