-- grain: one row per project and period of a fiscal year with capital postings
-- scope: build
-- key: project_id, fiscal_year, period

with

ledger_posting as (

    select * from marts.capital_projects__ledger_posting

),

wbs_element as (

    select * from marts.capital_projects__wbs_element

),

final as (

    select
        wbs_element.project_id,
        ledger_posting.fiscal_year,
        ledger_posting.period,
        cast(sum(ledger_posting.amount_dkk) as decimal(18, 2)) as actual_dkk
    from ledger_posting
    inner join wbs_element on ledger_posting.wbs_element = wbs_element.wbs_element
    group by wbs_element.project_id, ledger_posting.fiscal_year, ledger_posting.period

)

select * from final
