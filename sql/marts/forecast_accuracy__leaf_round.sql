-- grain: one row per fiscal year, round, unit where money lands and account group: what each forecaster expected
-- scope: build
-- key: fiscal_year, round, unit_id, account_group

with

follow_up_round as (

    select * from marts.forecast_accuracy__round

),

round_forecast as (

    select * from marts.budget_followup__round_forecast

),

cell_period as (

    select * from marts.budget_followup__cell_period

),

leaf_group_period as (

    select * from marts.budget_followup__leaf_group_period
    where budget_basis = 'with_carry_over'

),

budget_line as (

    select * from staging.budget_line
    where budget_type in ('1', '2')

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

account as (

    select * from marts.chart__account

),

statistical_forecast as (

    select * from staging.statistical_forecast

),

-- The budget as it was on the round's own day, which may lie inside a month.
revised as (

    select
        follow_up_round.fiscal_year,
        follow_up_round.round,
        cost_centre_year.unit_id,
        account.account_group,
        sum(budget_line.amount_dkk) as revised_dkk
    from follow_up_round
    inner join budget_line on follow_up_round.fiscal_year = budget_line.fiscal_year
    inner join cost_centre_year
        on
            budget_line.fiscal_year = cost_centre_year.fiscal_year
            and budget_line.cost_centre = cost_centre_year.cost_centre
    inner join account on budget_line.account = account.account
    where
        budget_line.kind <> 'supplementary'
        or coalesce(budget_line.decision_date, follow_up_round.round_date) <= follow_up_round.round_date
    group by all

),

-- A frozen forecast that was delivered twice counts as it first stood.
statistical as (

    select *
    from statistical_forecast
    qualify
        row_number() over (
            partition by fiscal_year, round, unit_id, account_group order by delivery_id, file, line
        ) = 1

),

at_end as (

    select
        follow_up_round.round,
        leaf_group_period.*
    from follow_up_round
    inner join leaf_group_period
        on
            follow_up_round.fiscal_year = leaf_group_period.fiscal_year
            and follow_up_round.last_period = leaf_group_period.period

),

carrying as (

    select distinct
        fiscal_year,
        unit_id,
        account_group
    from cell_period

),

-- Where money lands, and what the round itself has a forecast of.
place as (

    select
        follow_up_round.fiscal_year,
        follow_up_round.round,
        carrying.unit_id,
        carrying.account_group
    from follow_up_round
    inner join carrying on follow_up_round.fiscal_year = carrying.fiscal_year

    union

    select
        fiscal_year,
        round,
        unit_id,
        account_group
    from round_forecast

),

known as (

    select
        place.fiscal_year,
        place.round,
        place.unit_id,
        place.account_group,
        coalesce(at_end.adopted_dkk, 0) as adopted_dkk,
        coalesce(revised.revised_dkk, 0) as revised_dkk,
        case when follow_up_round.is_closed_year then coalesce(at_end.actual_dkk, 0) end as outturn_dkk,
        round_forecast.forecast_dkk as given_dkk,
        case when at_round.has_run_rate then at_round.run_rate_forecast_dkk end as run_rate_dkk,
        follow_up_round.statistical_method is not null as has_statistics,
        statistical.amount_dkk as statistical_dkk
    from place
    inner join follow_up_round
        on
            place.fiscal_year = follow_up_round.fiscal_year
            and place.round = follow_up_round.round
    left join at_end
        on
            place.fiscal_year = at_end.fiscal_year
            and place.round = at_end.round
            and place.unit_id = at_end.unit_id
            and place.account_group = at_end.account_group
    left join revised
        on
            place.fiscal_year = revised.fiscal_year
            and place.round = revised.round
            and place.unit_id = revised.unit_id
            and place.account_group = revised.account_group
    left join leaf_group_period as at_round
        on
            place.fiscal_year = at_round.fiscal_year
            and follow_up_round.known_period = at_round.period
            and place.unit_id = at_round.unit_id
            and place.account_group = at_round.account_group
    left join round_forecast
        on
            place.fiscal_year = round_forecast.fiscal_year
            and place.round = round_forecast.round
            and place.unit_id = round_forecast.unit_id
            and place.account_group = round_forecast.account_group
    left join statistical
        on
            place.fiscal_year = statistical.fiscal_year
            and place.round = statistical.round
            and place.unit_id = statistical.unit_id
            and place.account_group = statistical.account_group

),

final as (

    select
        fiscal_year,
        round,
        unit_id,
        account_group,
        cast(adopted_dkk as decimal(18, 2)) as adopted_dkk,
        cast(revised_dkk as decimal(18, 2)) as revised_dkk,
        cast(outturn_dkk as decimal(18, 2)) as outturn_dkk,
        -- Whoever has not said anything is taken to keep the budget: the manager, the run rate, the statistics.
        cast(coalesce(given_dkk, revised_dkk) as decimal(18, 2)) as forecast_dkk,
        given_dkk is null and revised_dkk <> 0 as is_forecast_missing,
        cast(coalesce(run_rate_dkk, revised_dkk) as decimal(18, 2)) as run_rate_forecast_dkk,
        run_rate_dkk is not null as has_run_rate,
        case when has_statistics then cast(coalesce(statistical_dkk, revised_dkk) as decimal(18, 2)) end
            as statistical_forecast_dkk
    from known

)

select * from final
