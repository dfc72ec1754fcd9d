-- severity: warning
-- sentence: Two savings measures of one unit look like the same one, so it may be counted twice.

with

measure_year as (

    select * from marts.savings__measure_year

),

final as (

    select
        measure_id,
        twin_measure_id,
        fiscal_year,
        measure_name,
        unit_name,
        target_dkk
    from measure_year
    where twin_measure_id is not null

)

select * from final
