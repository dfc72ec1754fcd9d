-- grain: one row per fiscal year, period, unit where money lands and month: the year's course as known by the period
-- scope: build
-- key: fiscal_year, period, unit_id, month

with

budget_cell as (

    select * from marts.budget_followup__budget_cell

),

booked_cell as (

    select * from marts.budget_followup__booked_cell

),

cell_period as (

    select * from marts.budget_followup__cell_period

),

period as (

    select * from marts.budget_followup__period

),

account as (

    select * from marts.chart__account

),

weight as (

    select * from marts.budget_followup__weight

),

month as (

    select cast(unnest(range(1, 13)) as integer) as month

),

seasonal as (

    select
        fiscal_year,
        unit_id,
        account,
        function_code,
        from_period,
        sum(amount_dkk) as with_dkk,
        sum(case when kind = 'carry_over' then 0 else amount_dkk end) as without_dkk
    from budget_cell
    where month is null and from_period <= 13
    group by all

),

seasonal_to_date as (

    select
        fiscal_year,
        unit_id,
        account,
        from_period,
        cast(sum(with_dkk) over known as decimal(18, 2)) * 100 as with_oere,
        cast(sum(with_dkk) over known - with_dkk as decimal(18, 2)) * 100 as with_before_oere,
        cast(sum(without_dkk) over known as decimal(18, 2)) * 100 as without_oere,
        cast(sum(without_dkk) over known - without_dkk as decimal(18, 2)) * 100 as without_before_oere
    from seasonal
    window known as (partition by fiscal_year, unit_id, account, function_code order by from_period)

),

product as (

    select
        seasonal.fiscal_year,
        seasonal.unit_id,
        seasonal.from_period,
        weight.month,
        weight.denominator,
        cast(seasonal.with_oere as hugeint) * weight.numerator as with_product,
        cast(seasonal.with_before_oere as hugeint) * weight.numerator as with_before_product,
        cast(seasonal.without_oere as hugeint) * weight.numerator as without_product,
        cast(seasonal.without_before_oere as hugeint) * weight.numerator as without_before_product
    from seasonal_to_date as seasonal
    inner join account on seasonal.account = account.account
    inner join weight
        on
            seasonal.fiscal_year = weight.fiscal_year
            and seasonal.unit_id = weight.unit_id
            and account.cost_type = weight.cost_type

),

-- What each change of the budget adds to each month, rounded as the figures themselves are.
step as (

    select
        fiscal_year,
        unit_id,
        from_period,
        month,
        sum(
            (2 * with_product + sign(with_product) * denominator) // (2 * denominator)
            - (2 * with_before_product + sign(with_before_product) * denominator) // (2 * denominator)
        ) as with_oere,
        sum(
            (2 * without_product + sign(without_product) * denominator) // (2 * denominator)
            - (2 * without_before_product + sign(without_before_product) * denominator) // (2 * denominator)
        ) as without_oere
    from product
    group by all

    union all

    select
        budget_cell.fiscal_year,
        budget_cell.unit_id,
        budget_cell.from_period,
        month.month,
        sum(cast(budget_cell.amount_dkk * 100 as hugeint)) as with_oere,
        sum(case when budget_cell.kind = 'carry_over' then 0 else cast(budget_cell.amount_dkk * 100 as hugeint) end)
            as without_oere
    from budget_cell
    inner join month on budget_cell.month <= month.month
    where budget_cell.from_period <= 13
    group by all

),

phased as (

    select
        period.fiscal_year,
        period.period,
        step.unit_id,
        step.month,
        sum(step.with_oere) as with_oere,
        sum(step.without_oere) as without_oere
    from period
    inner join step
        on
            period.fiscal_year = step.fiscal_year
            and period.period >= step.from_period
    group by all

),

booked as (

    select
        fiscal_year,
        unit_id,
        period,
        sum(actual_dkk) as actual_dkk,
        sum(last_year_actual_dkk) as last_year_actual_dkk
    from booked_cell
    group by all

),

leaf as (

    select distinct
        fiscal_year,
        unit_id
    from cell_period

),

leaf_month as (

    select
        leaf.fiscal_year,
        leaf.unit_id,
        month.month,
        -- Closing entries stand apart this year, until they are booked; last year they are December's.
        coalesce(sum(booked.actual_dkk) filter (where booked.period <= month.month), 0) as actual_dkk,
        coalesce(sum(booked.actual_dkk) filter (where booked.period = 13), 0) as closing_dkk,
        coalesce(sum(booked.last_year_actual_dkk) filter (where least(booked.period, 12) <= month.month), 0)
            as last_year_actual_dkk
    from leaf
    cross join month
    left join booked
        on
            leaf.fiscal_year = booked.fiscal_year
            and leaf.unit_id = booked.unit_id
    group by all

),

final as (

    select
        leaf_month.fiscal_year,
        period.period,
        leaf_month.unit_id,
        leaf_month.month,
        cast(cast(coalesce(phased.with_oere, 0) as decimal(18, 0)) * cast(0.01 as decimal(3, 2)) as decimal(18, 2))
            as phased_with_dkk,
        cast(cast(coalesce(phased.without_oere, 0) as decimal(18, 0)) * cast(0.01 as decimal(3, 2)) as decimal(18, 2))
            as phased_without_dkk,
        cast(
            case
                when period.period = 13 and leaf_month.month = 12
                    then leaf_month.actual_dkk + leaf_month.closing_dkk
                when leaf_month.month <= period.period then leaf_month.actual_dkk
            end
            as decimal(18, 2)
        ) as actual_dkk,
        cast(leaf_month.last_year_actual_dkk as decimal(18, 2)) as last_year_actual_dkk
    from leaf_month
    inner join period on leaf_month.fiscal_year = period.fiscal_year
    left join phased
        on
            leaf_month.fiscal_year = phased.fiscal_year
            and period.period = phased.period
            and leaf_month.unit_id = phased.unit_id
            and leaf_month.month = phased.month

)

select * from final
