-- grain: one row per project and fiscal year: what is carried out of it, and what arrives in the year after
-- scope: unit_today
-- order: fiscal_year, unit_id, project_id
-- primary key: project_id, fiscal_year

with

money_year as (

    select * from marts.capital_projects__money_year

),

fiscal_year as (

    select * from marts.capital_projects__year

),

register as (

    select * from marts.capital_projects__register

),

next_year as (

    select
        money_year.project_id,
        money_year.fiscal_year,
        money_year.carried_out_decided_dkk,
        following.carried_in_dkk,
        following.project_id is not null as is_followed,
        -- Next year's list is not there yet: nothing can have arrived.
        following_year.fiscal_year is not null as is_next_year_listed
    from money_year
    left join money_year as following
        on
            money_year.project_id = following.project_id
            and money_year.fiscal_year + 1 = following.fiscal_year
            and following.is_given
    left join fiscal_year as following_year on money_year.fiscal_year + 1 = following_year.fiscal_year

),

differing as (

    select
        *,
        coalesce(carried_in_dkk, 0) - coalesce(carried_out_decided_dkk, 0) as difference_dkk
    from next_year

),

final as (

    select
        differing.project_id,
        register.project_name,
        register.unit_id,
        register.unit_name,
        register.unit_path,
        differing.fiscal_year,
        differing.carried_out_decided_dkk,
        cast(differing.carried_in_dkk as decimal(18, 2)) as next_year_carried_in_dkk,
        cast(case when differing.is_next_year_listed then differing.difference_dkk end as decimal(18, 2))
            as difference_dkk,
        case
            when differing.carried_out_decided_dkk is null and coalesce(differing.carried_in_dkk, 0) = 0
                then 'not_decided'
            when differing.difference_dkk = 0 then 'closed'
            when not differing.is_next_year_listed then 'waiting'
            when not differing.is_followed then 'missing_next'
            else 'open'
        end as link_state
    from differing
    inner join register on differing.project_id = register.project_id

)

select * from final
