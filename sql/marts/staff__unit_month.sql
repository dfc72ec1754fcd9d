-- grain: one row per month and unit with staff, in the organisation of that month
-- scope: unit_period
-- order: fiscal_year, period, sort_order
-- primary key: fiscal_year, period, unit_id

with

month_known as (

    select * from marts.staff__month

),

unit as (

    select * from marts.staff__unit

),

leaf_month as (

    select * from marts.staff__leaf_month

),

hidden as (

    select * from marts.staff__hidden
    where domain = 'month'

),

unit_sum as (

    select * from marts.staff__unit_sum

),

unit_wage as (

    select * from marts.staff__unit_wage

),

unit_position as (

    select * from marts.staff__unit_position

),

unit_saved as (

    select * from marts.staff__unit_saved

),

chosen as (

    select * from staging.staff_setting

),

with_staff as (

    select distinct
        day,
        unnest(unit_path) as unit_id
    from leaf_month

),

parent as (

    select distinct
        unit.day,
        unit.parent_unit_id
    from unit
    semi join with_staff
        on
            unit.day = with_staff.day
            and unit.unit_id = with_staff.unit_id

),

rolled as (

    select
        unit_sum.*,
        unit_wage.wage_dkk as ledger_dkk,
        count(*) over a_year = 12 as is_whole_year,
        sum(unit_sum.paid_hundredths) over a_year as year_paid_hundredths,
        sum(unit_sum.scheduled_hundredths) over a_year as year_scheduled_hundredths,
        sum(unit_sum.sickness_seconds) over a_year as year_sickness_seconds,
        sum(unit_sum.fte) over a_year as year_fte,
        sum(unit_sum.wage_dkk) over a_year as year_wage_dkk,
        sum(unit_wage.wage_dkk) over a_year as year_ledger_dkk
    from unit_sum
    left join unit_wage
        on
            unit_sum.day = unit_wage.day
            and unit_sum.unit_id = unit_wage.unit_id
    window a_year as (
        partition by unit_sum.unit_id
        order by unit_sum.day
        range between interval 11 months preceding and current row
    )

),

-- What sickness is held against, in seconds: hours to work, or those that were worked.
measured as (

    select
        rolled.*,
        rolled.scheduled_hundredths * 36
        - case when chosen.absence_of = 'worked' then rolled.sickness_seconds else 0 end as base_seconds,
        case
            when rolled.is_whole_year
                then
                    rolled.year_scheduled_hundredths * 36
                    - case when chosen.absence_of = 'worked' then rolled.year_sickness_seconds else 0 end
        end as year_base_seconds,
        rolled.is_whole_year and rolled.year_fte >= 12 * 10 * chosen.fewest as is_large
    from rolled
    cross join chosen

),

-- Rounded in whole numbers: from an exact ratio the hours on both sides of it could be worked out.
final as (

    select
        month_known.fiscal_year,
        month_known.period,
        month_known.day as last_day,
        month_known.day = max(month_known.day) over () as is_latest,
        unit.unit_id,
        unit.unit_name,
        unit.unit_kind,
        unit.parent_unit_id,
        unit.centre_id,
        unit.level,
        parent.parent_unit_id is null as is_leaf,
        unit.unit_path,
        unit.sort_order,
        hidden.hidden_reason,
        measured.fte,
        case
            when measured.base_seconds > 0
                then
                    cast(
                        (2000 * measured.sickness_seconds + measured.base_seconds) // (2 * measured.base_seconds)
                        as decimal(9, 3)
                    )
                    / 1000
        end as sickness_share,
        case
            when measured.year_base_seconds > 0
                then
                    cast(
                        (2000 * measured.year_sickness_seconds + measured.year_base_seconds)
                        // (2 * measured.year_base_seconds)
                        as decimal(9, 3)
                    )
                    / 1000
        end as sickness_12_months_share,
        -- Hours / 7.4 by the average of paid hours / 160.33.
        case
            when measured.is_whole_year and measured.year_paid_hundredths > 0
                then
                    cast(
                        (3847920 * measured.year_sickness_seconds + 26640 * measured.year_paid_hundredths)
                        // (53280 * measured.year_paid_hundredths)
                        as decimal(9, 1)
                    )
                    / 10
        end as sickness_days_per_fte,
        -- Of units so large that the rounding is at most 5 % of it.
        case
            when measured.is_large
                then cast(round(12 * measured.year_ledger_dkk / measured.year_fte, -3) as decimal(18, 2))
        end as wage_per_fte_dkk,
        case
            when measured.is_large and measured.year_ledger_dkk > 0
                then round((measured.year_wage_dkk - measured.year_ledger_dkk) / measured.year_ledger_dkk, 3) + 0.0
        end as payroll_difference_share,
        coalesce(unit_position.frozen_positions, 0) as frozen_positions,
        coalesce(unit_position.released_positions, 0) as released_positions,
        coalesce(unit_position.filled_positions, 0) as filled_positions,
        cast(coalesce(unit_saved.saved_months, 0) as decimal(9, 1)) as saved_months
    from with_staff
    inner join month_known on with_staff.day = month_known.day
    inner join unit
        on
            with_staff.day = unit.day
            and with_staff.unit_id = unit.unit_id
    left join parent
        on
            with_staff.day = parent.day
            and with_staff.unit_id = parent.parent_unit_id
    left join hidden on with_staff.unit_id = hidden.unit_id
    left join measured
        on
            with_staff.day = measured.day
            and with_staff.unit_id = measured.unit_id
    left join unit_position
        on
            with_staff.day = unit_position.day
            and with_staff.unit_id = unit_position.unit_id
    left join unit_saved
        on
            with_staff.day = unit_saved.day
            and with_staff.unit_id = unit_saved.unit_id

)

select * from final
