-- grain: one row per capital posting, with the project that its WBS element belongs to, if there is one
-- scope: build
-- The only reading of single postings for capital projects: everything after it is made from these few.

with

posting as (

    select * from staging.posting

),

register as (

    select * from marts.capital_projects__register

),

capital as materialized (

    select * from posting
    where budget_type = '3'

),

element as (

    select distinct wbs_element
    from capital
    where wbs_element is not null

),

-- The element itself, and what is left of it before each hyphen.
beginning as (

    select
        wbs_element,
        unnest(
            [
                array_to_string(string_split(wbs_element, '-')[:parts], '-')
                for parts in range(1, length(string_split(wbs_element, '-')) + 1)
            ]
        ) as project_id
    from element

),

-- Of projects within projects the inner one has the money.
belonging as (

    select
        beginning.wbs_element,
        max_by(register.project_id, length(register.project_id)) as project_id
    from beginning
    inner join register on beginning.project_id = register.project_id
    group by beginning.wbs_element

),

final as (

    select
        belonging.project_id,
        capital.*
    from capital
    left join belonging on capital.wbs_element = belonging.wbs_element

)

select * from final
