-- grain: one row per whole year and unit that staff of its last month count in
-- scope: unit_period
-- order: fiscal_year, period, sort_order
-- primary key: fiscal_year, period, unit_id

with

leaf_year as (

    select * from marts.staff__leaf_year

),

unit_month as (

    select * from marts.staff__unit_month
    where period = 12

),

unit_sum as (

    select * from marts.staff__unit_sum

),

month_known as (

    select * from marts.staff__month
    where is_whole_year

),

followed_year as (

    select fiscal_year
    from month_known
    group by fiscal_year
    having bool_and(is_followed)

),

hidden as (

    select * from marts.staff__hidden
    where domain <> 'month'

),

chosen as (

    select * from staging.staff_setting

),

whole_year as (

    select
        month_known.fiscal_year,
        unit_sum.unit_id,
        sum(unit_sum.employments) as employments,
        sum(unit_sum.scheduled_hundredths) * 36
        - case when max(chosen.absence_of) = 'worked' then sum(unit_sum.sickness_seconds) else 0 end as base_seconds
    from unit_sum
    inner join month_known on unit_sum.day = month_known.day
    cross join chosen
    group by month_known.fiscal_year, unit_sum.unit_id

),

below as (

    select
        fiscal_year,
        measure,
        unnest(unit_path) as unit_id,
        times,
        seconds
    from leaf_year

),

counted as (

    select
        fiscal_year,
        unit_id,
        coalesce(sum(times) filter (where measure = 'leavers'), 0) as leavers,
        coalesce(sum(seconds) filter (where measure = 'long_spells'), 0) as long_seconds,
        coalesce(sum(seconds) filter (where measure = 'short_spells'), 0) as short_seconds
    from below
    group by fiscal_year, unit_id

),

final as (

    select
        unit_month.fiscal_year,
        unit_month.period,
        unit_month.unit_id,
        unit_month.unit_name,
        unit_month.parent_unit_id,
        unit_month.unit_path,
        unit_month.sort_order,
        leavers_hidden.hidden_reason as turnover_hidden_reason,
        spells_hidden.hidden_reason as spells_hidden_reason,
        -- Leavers by the average of twelve months' employments, in whole per cent.
        case
            when
                leavers_hidden.unit_id is null
                and whole_year.employments > 0
                and unit_month.fiscal_year in (select followed_year.fiscal_year from followed_year)
                then
                    cast(
                        (2400 * coalesce(counted.leavers, 0) + whole_year.employments)
                        // (2 * whole_year.employments)
                        as decimal(9, 2)
                    )
                    / 100
        end as turnover_share,
        case
            when spells_hidden.unit_id is null and whole_year.base_seconds > 0
                then
                    cast(
                        (2000 * coalesce(counted.long_seconds, 0) + whole_year.base_seconds)
                        // (2 * whole_year.base_seconds)
                        as decimal(9, 3)
                    )
                    / 1000
        end as long_sickness_share,
        case
            when spells_hidden.unit_id is null and whole_year.base_seconds > 0
                then
                    cast(
                        (2000 * coalesce(counted.short_seconds, 0) + whole_year.base_seconds)
                        // (2 * whole_year.base_seconds)
                        as decimal(9, 3)
                    )
                    / 1000
        end as short_sickness_share
    from unit_month
    inner join whole_year
        on
            unit_month.fiscal_year = whole_year.fiscal_year
            and unit_month.unit_id = whole_year.unit_id
    left join counted
        on
            unit_month.fiscal_year = counted.fiscal_year
            and unit_month.unit_id = counted.unit_id
    left join hidden as leavers_hidden
        on
            unit_month.unit_id = leavers_hidden.unit_id
            and leavers_hidden.domain = 'leavers-' || unit_month.fiscal_year
    left join hidden as spells_hidden
        on
            unit_month.unit_id = spells_hidden.unit_id
            and spells_hidden.domain = 'spells-' || unit_month.fiscal_year

)

select * from final
