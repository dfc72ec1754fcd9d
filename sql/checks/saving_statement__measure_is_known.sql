-- severity: warning
-- sentence: A statement is about a savings measure that no list has in that year; it counts nowhere.

with

saving_statement as (

    select * from staging.saving_statement

),

saving as (

    select * from staging.saving

),

final as (

    select
        measure_id,
        fiscal_year,
        realised_dkk,
        file,
        line
    from saving_statement
    where (measure_id, fiscal_year) not in (select (saving.measure_id, saving.fiscal_year) from saving)

)

select * from final
