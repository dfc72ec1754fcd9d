-- grain: one row per fiscal year, unit, cost type and month: the part of a year that is usually over when it ends
-- scope: build
-- key: fiscal_year, unit_id, cost_type, month
-- Kept as numerator and denominator in whole øre, so that what is computed from it is exact.

with

season as (

    select * from marts.budget_followup__season

),

booked_cell as (

    select * from marts.budget_followup__booked_cell

),

budget_cell as (

    select * from marts.budget_followup__budget_cell

),

commitment as (

    select * from staging.commitment

),

fiscal_year as (

    select * from marts.budget_followup__year

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

unit_day as (

    select * from marts.organisation__unit_day

),

account as (

    select * from marts.chart__account

),

needed as (

    select
        booked_cell.fiscal_year,
        booked_cell.unit_id,
        account.cost_type
    from booked_cell
    inner join account on booked_cell.account = account.account

    union

    select
        budget_cell.fiscal_year,
        budget_cell.unit_id,
        account.cost_type
    from budget_cell
    inner join account on budget_cell.account = account.account

    union

    select
        commitment.fiscal_year,
        cost_centre_year.unit_id,
        account.cost_type
    from commitment
    inner join cost_centre_year
        on
            commitment.fiscal_year = cost_centre_year.fiscal_year
            and commitment.cost_centre = cost_centre_year.cost_centre
    inner join account on commitment.account = account.account

),

chosen as (

    select
        needed.fiscal_year,
        needed.unit_id,
        needed.cost_type,
        season.basis,
        season.group_id
    from needed
    inner join fiscal_year on needed.fiscal_year = fiscal_year.fiscal_year
    inner join unit_day
        on
            fiscal_year.reference_day = unit_day.day
            and needed.unit_id = unit_day.unit_id
    left join season
        on
            needed.fiscal_year = season.fiscal_year
            and needed.cost_type = season.cost_type
            and season.month = 12
            and (
                (season.basis = 'unit' and needed.unit_id = season.group_id)
                or (season.basis = 'centre' and unit_day.centre_id = season.group_id)
                or season.basis = 'municipality'
            )
    -- The nearest group that has a season.
    qualify
        row_number() over (
            partition by needed.fiscal_year, needed.unit_id, needed.cost_type
            order by season.rank
        ) = 1

),

month as (

    select cast(unnest(range(1, 13)) as integer) as month

),

final as (

    select
        chosen.fiscal_year,
        chosen.unit_id,
        chosen.cost_type,
        month.month,
        coalesce(chosen.basis, 'even') as basis,
        -- The sign stands in the numerator, so that the denominator can be rounded by.
        coalesce(cast(season.to_date_dkk * 100 * sign(season.year_dkk) as hugeint), month.month) as numerator,
        coalesce(cast(abs(season.year_dkk) * 100 as hugeint), 12) as denominator
    from chosen
    cross join month
    left join season
        on
            chosen.fiscal_year = season.fiscal_year
            and chosen.basis = season.basis
            and chosen.group_id = season.group_id
            and chosen.cost_type = season.cost_type
            and month.month = season.month

)

select * from final
