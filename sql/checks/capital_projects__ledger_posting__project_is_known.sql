-- severity: warning
-- sentence: Capital postings carry a WBS element that belongs to no project; they count in no project.

with

ledger_posting as (

    select * from marts.capital_projects__ledger_posting

),

wbs_element as (

    select * from marts.capital_projects__wbs_element

),

final as (

    select
        wbs_element,
        count(*) as posting_count,
        sum(amount_dkk) as amount_dkk,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from ledger_posting
    where wbs_element is not null and wbs_element not in (select wbs_element.wbs_element from wbs_element)
    group by wbs_element

)

select * from final
