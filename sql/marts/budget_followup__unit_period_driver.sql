-- grain: one row per unit and variance and each of its two largest parts, and one for the rest of them
-- scope: unit_period
-- order: organisation_view, unit_id, fiscal_year, period, budget_basis, variance_kind, driver_rank
-- key: organisation_view, budget_basis, fiscal_year, period, unit_id, variance_kind, driver_rank

with

unit_period as (

    select * from marts.budget_followup__unit_period

),

unit_account_period as (

    select * from marts.budget_followup__unit_account_period

),

child as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        parent_unit_id as unit_id,
        'forecast' as variance_kind,
        'unit' as driver_kind,
        unit_id as driver_id,
        unit_name as driver_name,
        sort_order,
        forecast_variance_dkk as variance_dkk
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
        unit_id as driver_id,
        unit_name as driver_name,
        sort_order,
        variance_to_date_dkk as variance_dkk
    from unit_period
    where parent_unit_id is not null

),

ranked_child as (

    select
        *,
        row_number() over (
            partition by organisation_view, budget_basis, fiscal_year, period, unit_id, variance_kind
            order by abs(variance_dkk) desc, sort_order
        ) as part_rank
    from child

),

account as (

    select
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        account,
        account_name,
        sum(variance_to_date_dkk) as variance_dkk
    from unit_account_period
    group by all

),

-- A unit where money lands has the same accounts in both organisation views.
ranked_account as (

    select
        *,
        row_number() over (
            partition by budget_basis, fiscal_year, period, unit_id
            order by abs(variance_dkk) desc, account
        ) as part_rank
    from account

),

account_driver as (

    select
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        least(part_rank, 3) as driver_rank,
        case when part_rank <= 2 then account end as driver_id,
        case when part_rank <= 2 then account_name end as driver_name,
        count(*) as driver_count,
        sum(variance_dkk) as variance_dkk
    from ranked_account
    group by all

),

driver as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        variance_kind,
        least(part_rank, 3) as driver_rank,
        driver_kind,
        case when part_rank <= 2 then driver_id end as driver_id,
        case when part_rank <= 2 then driver_name end as driver_name,
        count(*) as driver_count,
        sum(variance_dkk) as variance_dkk
    from ranked_child
    group by all

    union all

    select
        unit_period.organisation_view,
        account_driver.budget_basis,
        account_driver.fiscal_year,
        account_driver.period,
        account_driver.unit_id,
        'to_date' as variance_kind,
        account_driver.driver_rank,
        'account' as driver_kind,
        account_driver.driver_id,
        account_driver.driver_name,
        account_driver.driver_count,
        account_driver.variance_dkk
    from account_driver
    inner join unit_period
        on
            account_driver.budget_basis = unit_period.budget_basis
            and account_driver.fiscal_year = unit_period.fiscal_year
            and account_driver.period = unit_period.period
            and account_driver.unit_id = unit_period.unit_id

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
        driver_count,
        cast(variance_dkk as decimal(18, 2)) as variance_dkk
    from driver

)

select * from final
