-- severity: warning
-- sentence: A year that is over has other spending on the project list than in the ledger; the ledger counts.

with

money_year as (

    select * from marts.capital_projects__money_year

),

final as (

    select
        project_id,
        fiscal_year,
        ledger_actual_dkk,
        register_actual_dkk,
        ledger_actual_dkk - register_actual_dkk as difference_dkk,
        file,
        line
    from money_year
    where is_closed_year and ledger_actual_dkk <> register_actual_dkk

)

select * from final
