-- severity: error
-- sentence: The municipality's actual is not the sum of the year's postings of budget types 1 and 2.

with

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

unit_period as (

    select * from marts.budget_followup__unit_period

),

booked as (

    select
        fiscal_year,
        sum(amount_dkk) as amount_dkk
    from ledger_cell
    where is_followed_up
    group by fiscal_year

),

root as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        max_by(actual_dkk, period) as actual_dkk
    from unit_period
    where unit_id = 'municipality'
    group by organisation_view, budget_basis, fiscal_year

),

final as (

    select
        root.organisation_view,
        root.budget_basis,
        coalesce(booked.fiscal_year, root.fiscal_year) as fiscal_year,
        booked.amount_dkk as booked_dkk,
        root.actual_dkk
    from booked
    full join root on booked.fiscal_year = root.fiscal_year
    where coalesce(booked.amount_dkk, 0) <> coalesce(root.actual_dkk, 0) or root.actual_dkk is null

)

select * from final
