-- severity: warning
-- sentence: A unit has counted its places twice on the same day; the line that came last counts.

with

target_count as (

    select * from staging.target_count

),

final as (

    select
        subject,
        unit_id,
        counted_on,
        count(*) as line_count
    from target_count
    group by subject, unit_id, counted_on
    having count(*) > 1

)

select * from final
