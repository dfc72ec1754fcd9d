-- grain: one row per project and fiscal year: how old the money is that is carried out of it, first in, first out
-- scope: build
-- key: project_id, fiscal_year
-- What is spent, lapses or moves to later years is the oldest money, so what is carried out is the newest: first what
-- the year itself was given, then what was carried in, the youngest first. An overspend that is carried has no age.

with

money_year as (

    select * from marts.capital_projects__money_year

),

flow as (

    select
        project_id,
        fiscal_year,
        greatest(carried_in_dkk, 0) as carried_in_dkk,
        greatest(revised_allotment_dkk - carried_in_dkk, 0) as own_dkk,
        greatest(carried_out_dkk, 0) as carried_out_dkk
    from money_year

),

-- More than there was comes from nobody knows where: it counts as the year's own.
own_year as (

    select
        *,
        least(carried_out_dkk, own_dkk) + greatest(carried_out_dkk - own_dkk - carried_in_dkk, 0) as age_1_dkk
    from flow

),

last_year as (

    select
        *,
        case when lag(fiscal_year) over project = fiscal_year - 1 then lag(age_1_dkk) over project end
            as age_1_last_year_dkk,
        case when lag(fiscal_year) over project = fiscal_year - 1 then lag(carried_out_dkk) over project end
            as carried_out_last_year_dkk
    from own_year
    window project as (partition by project_id order by fiscal_year)

),

-- What was carried in and had been carried before. Money from a year that nobody knows of is at least a year old, and
-- counts as that.
carried_before as (

    select
        *,
        coalesce(
            least(
                greatest(carried_in_dkk - age_1_last_year_dkk, 0), carried_out_last_year_dkk - age_1_last_year_dkk
            ),
            0
        ) as older_dkk
    from last_year

),

oldest as (

    select
        *,
        least(greatest(carried_out_dkk - own_dkk - (carried_in_dkk - older_dkk), 0), older_dkk) as age_3_dkk
    from carried_before

),

final as (

    select
        project_id,
        fiscal_year,
        cast(age_1_dkk as decimal(18, 2)) as carried_out_age_1_dkk,
        cast(carried_out_dkk - age_1_dkk - age_3_dkk as decimal(18, 2)) as carried_out_age_2_dkk,
        cast(age_3_dkk as decimal(18, 2)) as carried_out_age_3_dkk
    from oldest

)

select * from final
