-- grain: one row per fiscal year with capital postings: where every kroner of them went
-- scope: municipality
-- order: fiscal_year
-- primary key: fiscal_year

with

ledger_posting as (

    select * from marts.capital_projects__ledger_posting

),

wbs_element as (

    select * from marts.capital_projects__wbs_element

),

placed as (

    select
        ledger_posting.fiscal_year,
        ledger_posting.wbs_element,
        ledger_posting.amount_dkk,
        wbs_element.project_id
    from ledger_posting
    left join wbs_element on ledger_posting.wbs_element = wbs_element.wbs_element

),

final as (

    select
        fiscal_year,
        count(*) as posting_count,
        cast(sum(amount_dkk) as decimal(18, 2)) as ledger_dkk,
        cast(coalesce(sum(amount_dkk) filter (where project_id is not null), 0) as decimal(18, 2)) as on_projects_dkk,
        cast(
            coalesce(sum(amount_dkk) filter (where project_id is null and wbs_element is not null), 0)
            as decimal(18, 2)
        ) as unknown_project_dkk,
        cast(coalesce(sum(amount_dkk) filter (where wbs_element is null), 0) as decimal(18, 2)) as without_wbs_dkk
    from placed
    group by fiscal_year

)

select * from final
