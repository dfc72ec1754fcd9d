-- severity: error
-- sentence: The lines of the carry-over case do not hold every kroner that was granted and booked outside capital.

with

line as (

    select * from marts.carry_over_case__line
    where part <> 'capital'

),

unit_cell as (

    select * from marts.carry_over_case__unit_cell

),

in_lines as (

    select
        fiscal_year,
        sum(revised_dkk) as revised_dkk,
        -- Before the year is over a line holds what is expected, not what is booked.
        sum(outturn_dkk) filter (where is_year_over) as outturn_dkk
    from line
    group by fiscal_year

),

in_cells as (

    select
        fiscal_year,
        sum(revised_dkk) as revised_dkk,
        sum(actual_dkk) as outturn_dkk
    from unit_cell
    group by fiscal_year

),

final as (

    select
        in_cells.fiscal_year,
        in_lines.revised_dkk,
        in_cells.revised_dkk as expected_revised_dkk,
        in_lines.outturn_dkk,
        in_cells.outturn_dkk as expected_outturn_dkk
    from in_cells
    left join in_lines on in_cells.fiscal_year = in_lines.fiscal_year
    where coalesce(in_lines.revised_dkk, 0) <> in_cells.revised_dkk or in_lines.outturn_dkk <> in_cells.outturn_dkk

)

select * from final
