-- grain: one row per project and fiscal year with an allotment or a capital posting
-- scope: build
-- key: project_id, fiscal_year

with

project_year as (

    select * from staging.project_year

),

ledger_month as (

    select * from marts.capital_projects__ledger_month

),

fiscal_year as (

    select * from marts.capital_projects__year

),

-- What was given last counts (a check tells of a year that is given twice).
given as (

    select *
    from project_year
    qualify
        row_number() over (
            partition by project_id, fiscal_year
            order by delivery_id desc, file desc, line desc
        ) = 1

),

booked as (

    select
        project_id,
        fiscal_year,
        cast(sum(actual_dkk) as decimal(18, 2)) as actual_dkk
    from ledger_month
    group by project_id, fiscal_year

),

together as (

    select
        coalesce(given.project_id, booked.project_id) as project_id,
        coalesce(given.fiscal_year, booked.fiscal_year) as fiscal_year,
        given.project_id is not null as is_given,
        coalesce(given.adopted_allotment_dkk, 0) as adopted_allotment_dkk,
        coalesce(given.carried_in_dkk, 0) as carried_in_dkk,
        coalesce(given.supplementary_dkk, 0) as supplementary_dkk,
        coalesce(given.virement_dkk, 0) as virement_dkk,
        coalesce(given.price_adjustment_dkk, 0) as price_adjustment_dkk,
        coalesce(given.rephased_dkk, 0) as rephased_dkk,
        given.forecast_dkk,
        given.carried_out_requested_dkk,
        given.carried_out_decided_dkk,
        given.actual_dkk as register_actual_dkk,
        booked.actual_dkk as ledger_actual_dkk,
        given.comment,
        given.delivery_id,
        given.source,
        given.file,
        given.line
    from given
    full join booked
        on
            given.project_id = booked.project_id
            and given.fiscal_year = booked.fiscal_year

),

settled as (

    select
        together.*,
        fiscal_year.is_closed_year,
        fiscal_year.is_newest_year,
        coalesce(
            together.ledger_actual_dkk,
            together.register_actual_dkk,
            -- Where any project has spent something, an empty cell says that nothing is spent.
            case when fiscal_year.is_spent then 0 end
        ) as actual_dkk,
        case
            when together.ledger_actual_dkk is not null then 'ledger'
            when together.register_actual_dkk is not null then 'register'
            when fiscal_year.is_posted then 'ledger'
            when fiscal_year.is_spent then 'register'
        end as actual_basis,
        coalesce(
            together.carried_out_decided_dkk,
            together.carried_out_requested_dkk,
            -- Where carry-overs have been asked for at all, an empty cell says that nothing is carried.
            case when fiscal_year.is_carried_out then 0 end
        ) as carried_out_dkk
    from together
    inner join fiscal_year on together.fiscal_year = fiscal_year.fiscal_year

),

final as (

    select
        *,
        adopted_allotment_dkk
        + carried_in_dkk
        + supplementary_dkk
        + virement_dkk
        + price_adjustment_dkk
        + rephased_dkk as revised_allotment_dkk
    from settled

)

select * from final
