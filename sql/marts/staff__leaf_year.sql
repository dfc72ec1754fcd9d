-- grain: one row per whole year, what is counted, unit where staff are, and place of it in the organisation
-- scope: build
-- key: fiscal_year, measure, unit_id, unit_path

with

told_year as (

    select * from marts.staff__told_year

),

numbered as (

    select
        *,
        row_number() over (
            partition by fiscal_year, measure, employee_key
            order by times desc, unit_id asc, unit_path asc
        ) = 1 as is_main
    from told_year

),

final as (

    select
        fiscal_year,
        measure,
        unit_id,
        unit_path,
        count(*) as people,
        count(*) filter (where is_main) as main_people,
        cast(sum(times) as bigint) as times,
        cast(sum(seconds) as bigint) as seconds
    from numbered
    group by fiscal_year, measure, unit_id, unit_path

)

select * from final
