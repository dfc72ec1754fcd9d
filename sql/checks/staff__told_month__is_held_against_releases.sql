-- severity: warning
-- sentence: It is not kept what earlier releases have told of employees: whoever has one can subtract this one from it.

with

setting as (

    select * from staging.setting

),

month_known as (

    select * from marts.staff__month

),

final as (

    select told_missing
    from setting
    where told_missing is not null and exists (select 1 from month_known)

)

select * from final
