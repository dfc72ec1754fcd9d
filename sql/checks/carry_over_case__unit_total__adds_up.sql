-- severity: error
-- sentence: A total of the carry-over case is not the sum of its lines.

with

line as (

    select * from marts.carry_over_case__line

),

unit_total as (

    select * from marts.carry_over_case__unit_total
    where unit_id = 'municipality'

),

summed as (

    select
        fiscal_year,
        part,
        sum(left_dkk) as left_dkk,
        sum(proposed_dkk) as proposed_dkk,
        sum(lapsed_dkk) as lapsed_dkk
    from line
    group by grouping sets ((fiscal_year, part), (fiscal_year))

),

final as (

    select
        summed.fiscal_year,
        summed.part,
        summed.proposed_dkk,
        unit_total.proposed_dkk as total_dkk
    from summed
    left join unit_total
        on
            summed.fiscal_year = unit_total.fiscal_year
            and coalesce(summed.part, 'all') = unit_total.part
    where
        (summed.left_dkk, summed.proposed_dkk, summed.lapsed_dkk)
        is distinct from (unit_total.left_dkk, unit_total.proposed_dkk, unit_total.lapsed_dkk)

)

select * from final
