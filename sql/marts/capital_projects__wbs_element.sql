-- grain: one row per WBS element that capital is booked on and that belongs to a project
-- scope: build
-- key: wbs_element

with

ledger_posting as (

    select * from marts.capital_projects__ledger_posting

),

register as (

    select * from marts.capital_projects__register

),

element as (

    select distinct wbs_element
    from ledger_posting
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
final as (

    select
        beginning.wbs_element,
        max_by(register.project_id, length(register.project_id)) as project_id
    from beginning
    inner join register on beginning.project_id = register.project_id
    group by beginning.wbs_element

)

select * from final
