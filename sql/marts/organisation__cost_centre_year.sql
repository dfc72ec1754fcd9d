-- grain: one row per fiscal year and cost centre that money of that year or an earlier one lands on
-- scope: build
-- key: fiscal_year, cost_centre

with

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

landing as (

    select * from marts.organisation__landing

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

final as (

    select
        used_by.fiscal_year,
        used_by.cost_centre,
        -- A forecast alone does not make a part of its own appear.
        case when landing.own_part_of is null then used_by.is_recent else used_by.is_money end as is_shown,
        coalesce(landing.unit_id, 'unknown') as unit_id,
        landing.own_part_of
    from used_by
    left join landing
        on
            used_by.reference_day = landing.day
            and used_by.cost_centre = landing.delivered_unit_id

)

select * from final
