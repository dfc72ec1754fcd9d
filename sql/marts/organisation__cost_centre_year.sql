-- grain: one row per fiscal year and cost centre that money of that year or an earlier one lands on
-- scope: build
-- key: fiscal_year, cost_centre

with recursive

ledger_cell as (

    select * from marts.budget_followup__ledger_cell

),

budget_line as (

    select * from staging.budget_line

),

commitment as (

    select * from staging.commitment

),

forecast as (

    select * from staging.forecast

),

fiscal_year as (

    select * from marts.budget_followup__year

),

version as (

    select * from marts.organisation__version

),

organisation as (

    select * from staging.organisation

),

used as (

    select
        cost_centre,
        fiscal_year,
        true as is_money
    from ledger_cell
    union
    select
        cost_centre,
        fiscal_year,
        true as is_money
    from budget_line
    union
    select
        cost_centre,
        fiscal_year,
        true as is_money
    from commitment
    union
    select
        unit_id as cost_centre,
        fiscal_year,
        false as is_money
    from forecast

),

-- Earlier years are needed beside the year itself: they are compared with it, in its organisation.
used_by as (

    select
        fiscal_year.fiscal_year,
        fiscal_year.reference_day,
        used.cost_centre,
        max(used.fiscal_year) >= fiscal_year.fiscal_year - 1 as is_recent,
        coalesce(max(used.fiscal_year) filter (where used.is_money) >= fiscal_year.fiscal_year - 1, false) as is_money
    from fiscal_year
    inner join used on fiscal_year.fiscal_year >= used.fiscal_year
    group by fiscal_year.fiscal_year, fiscal_year.reference_day, used.cost_centre

),

climb as (

    select
        used_by.fiscal_year,
        used_by.reference_day,
        used_by.cost_centre,
        used_by.is_recent,
        used_by.is_money,
        version.unit_id,
        version.unit_kind,
        version.parent_unit_id,
        0 as step
    from used_by
    left join version
        on
            used_by.reference_day = version.day
            and used_by.cost_centre = version.unit_id

    union all

    select
        climb.fiscal_year,
        climb.reference_day,
        climb.cost_centre,
        climb.is_recent,
        climb.is_money,
        version.unit_id,
        version.unit_kind,
        version.parent_unit_id,
        climb.step + 1 as step
    from climb
    inner join version
        on
            climb.reference_day = version.day
            and climb.parent_unit_id = version.unit_id
    where climb.unit_kind = 'cost_centre' and climb.step < 20

),

-- A cost centre directly below the municipality has no unit to fold into and stays a unit of its own.
landed as (

    select
        fiscal_year,
        cost_centre,
        bool_or(is_recent) as is_recent,
        bool_or(is_money) as is_money,
        max_by(unit_id, step) as unit_id
    from climb
    group by fiscal_year, cost_centre

),

parent_of_units as (

    select distinct parent_unit_id as unit_id
    from organisation
    where unit_kind <> 'cost_centre'

),

final as (

    select
        landed.fiscal_year,
        landed.cost_centre,
        -- A forecast alone does not make a part of its own appear.
        case when parent_of_units.unit_id is null then landed.is_recent else landed.is_money end as is_shown,
        -- What lands on a unit that has units below it becomes a part beside them, so that parts add up to the whole.
        case
            when landed.unit_id is null then 'unknown'
            when parent_of_units.unit_id is not null then landed.unit_id || '-own'
            else landed.unit_id
        end as unit_id,
        case when parent_of_units.unit_id is not null then landed.unit_id end as own_part_of
    from landed
    left join parent_of_units on landed.unit_id = parent_of_units.unit_id

)

select * from final
