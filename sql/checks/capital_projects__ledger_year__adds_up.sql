-- severity: error
-- sentence: A kroner of capital in the ledger is neither on a project nor told as being on none.

with

ledger_year as (

    select * from marts.capital_projects__ledger_year

),

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

project_year as (

    select * from marts.capital_projects__project_year

),

booked as (

    select
        fiscal_year,
        sum(amount_dkk) as ledger_dkk
    from ledger_cell
    where budget_type = '3'
    group by fiscal_year

),

on_projects as (

    select
        fiscal_year,
        sum(actual_dkk) as on_projects_dkk
    from project_year
    where actual_basis = 'ledger'
    group by fiscal_year

),

final as (

    select
        coalesce(booked.fiscal_year, ledger_year.fiscal_year) as fiscal_year,
        booked.ledger_dkk as booked_dkk,
        ledger_year.ledger_dkk,
        ledger_year.on_projects_dkk,
        on_projects.on_projects_dkk as project_actual_dkk
    from booked
    full join ledger_year on booked.fiscal_year = ledger_year.fiscal_year
    left join on_projects on ledger_year.fiscal_year = on_projects.fiscal_year
    where
        booked.ledger_dkk is distinct from ledger_year.ledger_dkk
        or ledger_year.ledger_dkk
        <> ledger_year.on_projects_dkk + ledger_year.unknown_project_dkk + ledger_year.without_wbs_dkk
        or ledger_year.on_projects_dkk <> coalesce(on_projects.on_projects_dkk, 0)

)

select * from final
