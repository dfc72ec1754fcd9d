-- grain: one row per unit and variance: its two largest parts, and the rest of them in one
-- scope: unit_period
-- order: organisation_view, unit_id, fiscal_year, period, budget_basis, variance_kind
-- key: organisation_view, budget_basis, fiscal_year, period, unit_id, variance_kind

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
        largest[1].driver_id as first_driver_id,
        largest[1].driver_name as first_driver_name,
        largest[1].variance_dkk as first_driver_dkk,
        largest[2].driver_id as second_driver_id,
        largest[2].driver_name as second_driver_name,
        largest[2].variance_dkk as second_driver_dkk,
        greatest(part_count - 2, 0) as rest_driver_count,
        case when part_count > 2 then variance_dkk - largest[1].variance_dkk - largest[2].variance_dkk end as rest_dkk
    from ranked

),

in_view as (

    select *
    from driver
    where organisation_view is not null

    union all

    select driver.* replace (unit_period.organisation_view as organisation_view)
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
        driver_kind,
        first_driver_id,
        first_driver_name,
        cast(first_driver_dkk as decimal(18, 2)) as first_driver_dkk,
        second_driver_id,
        second_driver_name,
        cast(second_driver_dkk as decimal(18, 2)) as second_driver_dkk,
        cast(rest_driver_count as bigint) as rest_driver_count,
        cast(rest_dkk as decimal(18, 2)) as rest_dkk
    from in_view

)

select * from final
