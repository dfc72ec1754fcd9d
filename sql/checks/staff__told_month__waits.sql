-- severity: warning
-- sentence: Payroll has changed a month that was told before, for too few employees of a unit; it stands as told.

with

told_month as (

    select * from marts.staff__told_month

),

final as (

    select
        day,
        count(distinct unit_id) as units
    from told_month
    where is_kept
    group by day

)

select * from final
