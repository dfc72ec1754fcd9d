-- grain: one row per domain, cell, measure, unit and unit above it: how many people its sum is about
-- scope: build
-- key: domain, cell, measure, parent_unit_id, unit_id
-- A domain is a set of figures that one set of units is hidden in: 'month', and each whole year's own counts. Its cells
-- are the parts of time that are told apart in it. Of several units together the people are counted where they work
-- most, so never more than there are.

with

leaf_month as (

    select * from marts.staff__leaf_month

),

leaf_year as (

    select * from marts.staff__leaf_year

),

counted as (

    select
        'month' as domain,
        day as cell,
        'paid' as measure,
        unit_path,
        paid_people as people,
        paid_main as main_people
    from leaf_month
    union all
    select
        'month' as domain,
        day as cell,
        'scheduled' as measure,
        unit_path,
        scheduled_people as people,
        scheduled_main as main_people
    from leaf_month
    union all
    select
        'month' as domain,
        day as cell,
        'wage' as measure,
        unit_path,
        wage_people as people,
        wage_main as main_people
    from leaf_month
    union all
    select
        if(measure = 'leavers', 'leavers-', 'spells-') || fiscal_year as domain,
        make_date(fiscal_year, 12, 31) as cell,
        measure,
        unit_path,
        people,
        main_people
    from leaf_year

),

stepped as (

    select
        domain,
        cell,
        measure,
        people,
        main_people,
        unnest(unit_path) as unit_id,
        unnest(list_prepend(null, unit_path[:-2])) as parent_unit_id
    from counted
    where people > 0

),

final as (

    select
        domain,
        cell,
        measure,
        parent_unit_id,
        unit_id,
        greatest(max(people), sum(main_people)) as people,
        sum(main_people) as main_people
    from stepped
    group by all

)

select * from final
