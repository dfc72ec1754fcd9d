-- grain: one row per organisation view, fiscal year, period and unit that is valid or carries money
-- scope: unit_period
-- order: organisation_view, fiscal_year, period, sort_order
-- primary key: organisation_view, fiscal_year, period, unit_id

with

period as (

    select * from marts.budget_followup__period

),

unit_day as (

    select * from marts.organisation__unit_day

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

calendar as (

    select
        'then' as organisation_view,
        fiscal_year,
        period,
        last_day as day
    from period

    union all

    select
        'today' as organisation_view,
        fiscal_year,
        period,
        coalesce(max(last_day) filter (where is_latest) over (), max(last_day) over ()) as day
    from period

),

carrying as (

    select distinct
        fiscal_year,
        unit_id
    from cost_centre_year
    where is_shown

),

on_path as (

    select distinct
        calendar.organisation_view,
        calendar.fiscal_year,
        calendar.period,
        unnest(unit_day.unit_path) as unit_id
    from calendar
    inner join carrying on calendar.fiscal_year = carrying.fiscal_year
    inner join unit_day
        on
            calendar.day = unit_day.day
            and carrying.unit_id = unit_day.unit_id

),

shown as (

    select
        calendar.organisation_view,
        calendar.fiscal_year,
        calendar.period,
        unit_day.*
    from calendar
    inner join unit_day on calendar.day = unit_day.day
    left join on_path
        on
            calendar.organisation_view = on_path.organisation_view
            and calendar.fiscal_year = on_path.fiscal_year
            and calendar.period = on_path.period
            and unit_day.unit_id = on_path.unit_id
    where unit_day.is_valid or on_path.unit_id is not null

),

parent as (

    select distinct
        organisation_view,
        fiscal_year,
        period,
        parent_unit_id
    from shown

),

final as (

    select
        shown.organisation_view,
        shown.fiscal_year,
        shown.period,
        shown.unit_id,
        shown.unit_name,
        shown.unit_kind,
        shown.parent_unit_id,
        shown.centre_id,
        shown.centre_name,
        shown.level,
        parent.parent_unit_id is null as is_leaf,
        shown.unit_path,
        shown.sort_order
    from shown
    left join parent
        on
            shown.organisation_view = parent.organisation_view
            and shown.fiscal_year = parent.fiscal_year
            and shown.period = parent.period
            and shown.unit_id = parent.parent_unit_id

)

select * from final
