-- severity: error
-- sentence: A round that ends a month has another forecast or revised budget than the budget follow-up of that month.

with

leaf_round as (

    select * from marts.forecast_accuracy__leaf_round

),

follow_up_round as (

    select * from marts.forecast_accuracy__round

),

period as (

    select * from marts.budget_followup__period

),

leaf_group_period as (

    select * from marts.budget_followup__leaf_group_period
    where budget_basis = 'with_carry_over'

),

followed_up as (

    select
        period.fiscal_year,
        period.forecast_round as round,
        sum(leaf_group_period.revised_dkk) as revised_dkk,
        sum(leaf_group_period.forecast_dkk) as forecast_dkk
    from period
    inner join follow_up_round
        on
            period.fiscal_year = follow_up_round.fiscal_year
            and period.forecast_round = follow_up_round.round
            and period.period = follow_up_round.known_period
            and period.last_day = follow_up_round.round_date
    inner join leaf_group_period
        on
            period.fiscal_year = leaf_group_period.fiscal_year
            and period.period = leaf_group_period.period
    group by all

),

accurate as (

    select
        fiscal_year,
        round,
        sum(revised_dkk) as revised_dkk,
        sum(forecast_dkk) as forecast_dkk
    from leaf_round
    group by all

),

final as (

    select
        followed_up.fiscal_year,
        followed_up.round,
        followed_up.revised_dkk,
        accurate.revised_dkk as round_revised_dkk,
        followed_up.forecast_dkk,
        accurate.forecast_dkk as round_forecast_dkk
    from followed_up
    left join accurate
        on
            followed_up.fiscal_year = accurate.fiscal_year
            and followed_up.round = accurate.round
    where
        followed_up.revised_dkk is distinct from accurate.revised_dkk
        or followed_up.forecast_dkk is distinct from accurate.forecast_dkk

)

select * from final
