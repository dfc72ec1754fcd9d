-- severity: warning
-- sentence: Capital postings carry a WBS element that belongs to no project; they count in no project.

with

ledger_posting as (

    select * from marts.capital_projects__ledger_posting

),

final as (

    select
        wbs_element,
        count(*) as posting_count,
        sum(amount_dkk) as amount_dkk,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from ledger_posting
    where project_id is null and wbs_element is not null
    group by wbs_element

)

select * from final
