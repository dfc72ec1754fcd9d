-- severity: error
-- sentence: What a forecast round begins with has another budget or actual than the budget follow-up of that period.

with

proposal as (

    select * from marts.forecast_round__proposal

),

unit_group_period as (

    select * from marts.budget_followup__unit_group_period
    where
        organisation_view = 'today'
        and budget_basis = 'with_carry_over'
        and unit_id = 'municipality'

),

proposed as (

    select
        fiscal_year,
        account_group,
        max(period) as period,
        sum(revised_dkk) as revised_dkk,
        sum(actual_dkk) as actual_dkk
    from proposal
    where period > 0
    group by fiscal_year, account_group

),

final as (

    select
        proposed.fiscal_year,
        proposed.period,
        proposed.account_group,
        proposed.revised_dkk,
        unit_group_period.revised_dkk as followed_up_revised_dkk,
        proposed.actual_dkk,
        unit_group_period.actual_dkk as followed_up_actual_dkk
    from proposed
    left join unit_group_period
        on
            proposed.fiscal_year = unit_group_period.fiscal_year
            and proposed.period = unit_group_period.period
            and proposed.account_group = unit_group_period.account_group
    where
        proposed.revised_dkk is distinct from unit_group_period.revised_dkk
        or proposed.actual_dkk is distinct from unit_group_period.actual_dkk

)

select * from final
