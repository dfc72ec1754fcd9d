-- severity: error
-- sentence: What a unit spends by function does not add up to the unit.

with

unit_function_period as (

    select * from marts.budget_followup__unit_function_period

),

unit_period as (

    select * from marts.budget_followup__unit_period
    where organisation_view = 'today' and budget_basis = 'with_carry_over' and period in (3, 6, 9, 12)

),

function_sum as (

    select
        fiscal_year,
        period,
        unit_id,
        sum(revised_dkk) as revised_dkk,
        sum(actual_dkk) as actual_dkk
    from unit_function_period
    group by all

),

final as (

    select
        unit_period.fiscal_year,
        unit_period.period,
        unit_period.unit_id,
        unit_period.revised_dkk,
        function_sum.revised_dkk as function_revised_dkk,
        unit_period.actual_dkk,
        function_sum.actual_dkk as function_actual_dkk
    from unit_period
    left join function_sum
        on
            unit_period.fiscal_year = function_sum.fiscal_year
            and unit_period.period = function_sum.period
            and unit_period.unit_id = function_sum.unit_id
    where
        unit_period.revised_dkk is distinct from coalesce(function_sum.revised_dkk, 0)
        or unit_period.actual_dkk is distinct from coalesce(function_sum.actual_dkk, 0)

)

select * from final
