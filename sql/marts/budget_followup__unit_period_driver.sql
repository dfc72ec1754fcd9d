-- grain: one row per unit and variance and each of its two largest parts, and one for the rest of them
-- scope: unit_period
-- order: organisation_view, unit_id, fiscal_year, period, budget_basis, variance_kind, driver_rank
-- key: organisation_view, budget_basis, fiscal_year, period, unit_id, variance_kind, driver_rank

with

unit_period as (

    select * from marts.budget_followup__unit_period

),

account as (

    select * from marts.chart__account

),

unit_account_period as (

    select * from marts.budget_followup__unit_account_period

),

account_order as (

    select
        account,
        row_number() over (order by account) as account_order
    from account

),

account_of_unit as (

    select
        unit_account_period.budget_basis,
        unit_account_period.fiscal_year,
        unit_account_period.period,
        unit_account_period.unit_id,
        unit_account_period.account,
        unit_account_period.account_name,
        unit_account_period.variance_to_date_dkk,
        account_order.account_order
    from unit_account_period
    inner join account_order on unit_account_period.account = account_order.account

),

part as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        parent_unit_id as unit_id,
        'forecast' as variance_kind,
        'unit' as driver_kind,
        forecast_variance_dkk as variance_dkk,
        sort_order as tie_order,
        unit_id as driver_id,
        unit_name as driver_name
    from unit_period
    where parent_unit_id is not null and forecast_variance_dkk is not null

    union all

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        parent_unit_id as unit_id,
        'to_date' as variance_kind,
        'unit' as driver_kind,
        variance_to_date_dkk as variance_dkk,
        sort_order as tie_order,
        unit_id as driver_id,
        unit_name as driver_name
    from unit_period
    where parent_unit_id is not null

    union all

    -- A unit where money lands has the same accounts in both organisation views: the view is put on below.
    select
        null as organisation_view,
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        'to_date' as variance_kind,
        'account' as driver_kind,
        sum(variance_to_date_dkk) as variance_dkk,
        account_order as tie_order,
        account as driver_id,
        account_name as driver_name
    from account_of_unit
    group by all

),

-- The two largest, without sorting all the others.
ranked as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        variance_kind,
        driver_kind,
        count(*) as part_count,
        sum(variance_dkk) as variance_dkk,
        max_by(
            { 'driver_id': driver_id, 'driver_name': driver_name, 'variance_dkk': variance_dkk },
            { 'size': abs(variance_dkk), 'tie': -tie_order },
            2
        ) as largest
    from part
    group by all

),

driver as (

    select
        * exclude (part_count, variance_dkk, largest),
        1 as driver_rank,
        largest[1].driver_id as driver_id,
        largest[1].driver_name as driver_name,
        1 as driver_count,
        largest[1].variance_dkk as variance_dkk
    from ranked

    union all

    select
        * exclude (part_count, variance_dkk, largest),
        2 as driver_rank,
        largest[2].driver_id as driver_id,
        largest[2].driver_name as driver_name,
        1 as driver_count,
        largest[2].variance_dkk as variance_dkk
    from ranked
    where part_count >= 2

    union all

    select
        * exclude (part_count, variance_dkk, largest),
        3 as driver_rank,
        null as driver_id,
        null as driver_name,
        part_count - 2 as driver_count,
        variance_dkk - largest[1].variance_dkk - largest[2].variance_dkk as variance_dkk
    from ranked
    where part_count >= 3

),

in_view as (

    select *
    from driver
    where organisation_view is not null

    union all

    select
        unit_period.organisation_view,
        driver.budget_basis,
        driver.fiscal_year,
        driver.period,
        driver.unit_id,
        driver.variance_kind,
        driver.driver_kind,
        driver.driver_rank,
        driver.driver_id,
        driver.driver_name,
        driver.driver_count,
        driver.variance_dkk
    from driver
    inner join unit_period
        on
            driver.organisation_view is null
            and driver.budget_basis = unit_period.budget_basis
            and driver.fiscal_year = unit_period.fiscal_year
            and driver.period = unit_period.period
            and driver.unit_id = unit_period.unit_id

),

final as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        variance_kind,
        cast(driver_rank as integer) as driver_rank,
        driver_kind,
        driver_id,
        driver_name,
        cast(driver_count as bigint) as driver_count,
        cast(variance_dkk as decimal(18, 2)) as variance_dkk
    from in_view

)

select * from final
