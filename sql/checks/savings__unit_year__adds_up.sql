-- severity: error
-- sentence: The municipality's savings are not the sum of its measures and of the pools that are shared out.

with

measure_year as (

    select * from marts.savings__measure_year

),

pool_part as (

    select * from marts.savings__pool_part

),

unit_year as (

    select * from marts.savings__unit_year
    where unit_id = 'municipality' and programme_id = 'all'

),

summed as (

    select
        fiscal_year,
        sum(target_dkk) as target_dkk,
        sum(target_to_date_dkk) as target_to_date_dkk,
        sum(realised_dkk) as realised_dkk,
        sum(gap_dkk) as gap_dkk
    from measure_year
    group by fiscal_year

),

allocated as (

    select
        fiscal_year,
        sum(allocated_dkk) as allocated_dkk
    from pool_part
    group by fiscal_year

),

final as (

    select
        unit_year.fiscal_year,
        unit_year.target_dkk,
        summed.target_dkk as measures_dkk,
        unit_year.allocated_dkk,
        allocated.allocated_dkk as parts_dkk
    from unit_year
    left join summed on unit_year.fiscal_year = summed.fiscal_year
    left join allocated on unit_year.fiscal_year = allocated.fiscal_year
    where
        unit_year.target_dkk <> coalesce(summed.target_dkk, 0)
        or unit_year.target_to_date_dkk <> coalesce(summed.target_to_date_dkk, 0)
        or unit_year.realised_dkk <> coalesce(summed.realised_dkk, 0)
        or unit_year.gap_dkk <> coalesce(summed.gap_dkk, 0)
        or unit_year.allocated_dkk is distinct from allocated.allocated_dkk

)

select * from final
