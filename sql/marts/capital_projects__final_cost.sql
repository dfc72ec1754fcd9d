-- grain: one row per project: what it cost or is expected to cost in the end
-- scope: build
-- key: project_id

with

register as (

    select * from marts.capital_projects__register

),

plan_version as (

    select * from marts.capital_projects__plan_version

),

project_grant as (

    select * from marts.capital_projects__grant

),

money_year as (

    select * from marts.capital_projects__money_year

),

fiscal_year as (

    select * from marts.capital_projects__year

),

newest as (

    select max(fiscal_year) filter (where is_newest_year) as fiscal_year from fiscal_year

),

spent as (

    select
        money_year.project_id,
        min(money_year.fiscal_year) as first_year,
        sum(money_year.actual_dkk) as spent_dkk
    from money_year
    inner join newest on money_year.fiscal_year <= newest.fiscal_year
    group by money_year.project_id

),

accounted as (

    select
        register.project_id,
        coalesce(project_grant.has_final_account, false) as is_accounted,
        project_grant.total_appropriation_dkk,
        register.closed_on is not null as is_closed,
        spent.spent_dkk,
        spent.first_year,
        plan_version.start_date,
        plan_version.completion_date,
        plan_version.expected_cost_dkk
    from register
    left join project_grant on register.project_id = project_grant.project_id
    left join spent on register.project_id = spent.project_id
    left join plan_version
        on
            register.project_id = plan_version.project_id
            and plan_version.is_newest

),

-- What was spent in all is known where the data begins no later than the project did. A final account brings the grant
-- to what was spent, so the grant says it where the data begins too late.
based as (

    select
        *,
        (is_accounted or is_closed)
        and spent_dkk is not null
        and (start_date is null or first_year <= year(start_date)) as is_spent_in_full
    from accounted

),

final as (

    select
        project_id,
        is_accounted or is_closed as has_final_account,
        cast(spent_dkk as decimal(18, 2)) as spent_dkk,
        completion_date,
        cast(
            case
                when is_spent_in_full then spent_dkk
                when is_accounted then total_appropriation_dkk
                else expected_cost_dkk
            end
            as decimal(18, 2)
        ) as expected_final_cost_dkk,
        case
            when is_spent_in_full then 'spent'
            when is_accounted then 'account'
            when expected_cost_dkk is not null then 'plan'
        end as final_cost_basis
    from based

)

select * from final
