-- grain: one row per project and period of a fiscal year with capital postings
-- scope: build
-- key: project_id, fiscal_year, period

with

ledger_posting as (

    select * from marts.capital_projects__ledger_posting

),

final as (

    select
        project_id,
        fiscal_year,
        period,
        cast(sum(amount_dkk) as decimal(18, 2)) as actual_dkk,
        count(*) as posting_count
    from ledger_posting
    where project_id is not null
    group by project_id, fiscal_year, period

)

select * from final
