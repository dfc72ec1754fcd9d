-- severity: error
-- sentence: A unit's accounts do not add up to the unit.

with

unit_account_period as (

    select * from marts.budget_followup__unit_account_period

),

unit_period as (

    select * from marts.budget_followup__unit_period
    where organisation_view = 'then' and is_leaf

),

account_sum as (

    select
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        sum(revised_dkk) as revised_dkk,
        sum(phased_dkk) as phased_dkk,
        sum(actual_dkk) as actual_dkk,
        sum(committed_dkk) as committed_dkk
    from unit_account_period
    group by budget_basis, fiscal_year, period, unit_id

),

final as (

    select
        unit_period.budget_basis,
        unit_period.fiscal_year,
        unit_period.period,
        unit_period.unit_id,
        unit_period.revised_dkk,
        account_sum.revised_dkk as accounts_revised_dkk,
        unit_period.actual_dkk,
        account_sum.actual_dkk as accounts_actual_dkk
    from unit_period
    full join account_sum
        on
            unit_period.budget_basis = account_sum.budget_basis
            and unit_period.fiscal_year = account_sum.fiscal_year
            and unit_period.period = account_sum.period
            and unit_period.unit_id = account_sum.unit_id
    where
        coalesce(unit_period.revised_dkk, 0) <> coalesce(account_sum.revised_dkk, 0)
        or coalesce(unit_period.phased_dkk, 0) <> coalesce(account_sum.phased_dkk, 0)
        or coalesce(unit_period.actual_dkk, 0) <> coalesce(account_sum.actual_dkk, 0)
        or coalesce(unit_period.committed_dkk, 0) <> coalesce(account_sum.committed_dkk, 0)

)

select * from final
