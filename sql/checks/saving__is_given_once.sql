-- severity: warning
-- sentence: A savings measure is listed more than once in a year; the line that came last counts.

with

saving as (

    select * from staging.saving

),

final as (

    select
        measure_id,
        fiscal_year,
        count(*) as line_count
    from saving
    group by measure_id, fiscal_year
    having count(*) > 1

)

select * from final
