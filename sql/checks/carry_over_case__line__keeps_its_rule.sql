-- severity: error
-- sentence: A line of the carry-over case carries more than its rule lets through, or its parts do not add up.

with

line as (

    select * from marts.carry_over_case__line

),

final as (

    select
        fiscal_year,
        line_id,
        left_dkk,
        limit_dkk,
        proposed_dkk,
        lapsed_dkk
    from line
    where
        abs(proposed_dkk) > abs(left_dkk)
        or abs(proposed_dkk) > limit_dkk
        or sign(proposed_dkk) * sign(left_dkk) < 0
        or proposed_dkk + lapsed_dkk <> left_dkk
        or into_year_1_dkk + into_year_2_dkk + into_year_3_dkk + into_year_4_dkk <> proposed_dkk

)

select * from final
