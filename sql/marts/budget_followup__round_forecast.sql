-- grain: one row per fiscal year, round, unit and account group that the round has a forecast of
-- scope: build
-- key: fiscal_year, round, unit_id, account_group

with

forecast as (

    select * from staging.forecast
    where not is_hindsight
    -- A round that was answered in Pejling is frozen: nothing that another source says of it is added.
    qualify source = 'forecast_round' or not bool_or(source = 'forecast_round') over (partition by fiscal_year, round)

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

cell_period as (

    select * from marts.budget_followup__cell_period

),

-- What was entered last counts.
entered as (

    select *
    from forecast
    qualify
        row_number() over (
            partition by fiscal_year, round, unit_id, account_group
            order by entered_at desc nulls last, delivery_id desc, file desc, line desc
        ) = 1

),

carrying as (

    select distinct
        fiscal_year,
        unit_id
    from cell_period

),

-- A forecast belongs where money lands. One for a unit that only adds up the units below it would be counted beside
-- theirs: it is not used, and a check says so.
final as (

    select
        entered.fiscal_year,
        entered.round,
        cost_centre_year.unit_id,
        entered.account_group,
        cast(sum(entered.amount_dkk) as decimal(18, 2)) as forecast_dkk
    from entered
    inner join cost_centre_year
        on
            entered.fiscal_year = cost_centre_year.fiscal_year
            and entered.unit_id = cost_centre_year.cost_centre
    left join carrying
        on
            cost_centre_year.fiscal_year = carrying.fiscal_year
            and cost_centre_year.unit_id = carrying.unit_id
    where cost_centre_year.own_part_of is null or carrying.unit_id is not null
    group by all

)

select * from final
