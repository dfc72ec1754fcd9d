-- grain: one row per span and unit that is a centre today or below one
-- scope: build
-- key: span, unit_id

with

span as (

    select * from marts.focus_areas__span

),

unit_period as (

    select * from marts.organisation__unit_period

),

followup as (

    select * from marts.budget_followup__unit_period

),

placed as (

    select
        span.span,
        span.span_kind,
        span.span_number,
        unit_period.fiscal_year,
        unit_period.period,
        unit_period.unit_id,
        unit_period.unit_name,
        unit_period.unit_kind,
        unit_period.unit_path,
        unit_period.sort_order,
        unit_period.centre_id,
        unit_period.centre_name
    from span
    inner join unit_period
        on
            span.fiscal_year = unit_period.fiscal_year
            and span.last_period = unit_period.period
    where unit_period.organisation_view = 'today' and unit_period.centre_id is not null

),

budget as (

    select
        fiscal_year,
        period,
        unit_id,
        revised_dkk
    from followup
    where organisation_view = 'today' and budget_basis = 'with_carry_over'

),

final as (

    select
        placed.span,
        placed.span_kind,
        placed.span_number,
        placed.unit_id,
        placed.unit_name,
        placed.unit_kind,
        placed.sort_order,
        placed.centre_id,
        placed.centre_name,
        placed.unit_path,
        -- The path to the centre: who sees a focus area sees the whole centre.
        list_slice(placed.unit_path, 1, list_position(placed.unit_path, placed.centre_id)) as centre_path,
        coalesce(budget.revised_dkk, 0) as centre_revised_dkk
    from placed
    left join budget
        on
            placed.fiscal_year = budget.fiscal_year
            and placed.period = budget.period
            and placed.centre_id = budget.unit_id

)

select * from final
