-- grain: one row per organisation view, closed fiscal year, unit and level of the items
-- scope: unit_period
-- order: organisation_view, fiscal_year, item_level, sort_order
-- key: organisation_view, fiscal_year, unit_id, item_level
-- PEFA framework 2016, PI-1 (aggregate expenditure outturn) and PI-2.1 (composition): www.pefa.org.

with

item as (

    select * from marts.forecast_accuracy__unit_round_item
    where outturn_dkk is not null and account_group = 'all'

),

follow_up_round as (

    select * from marts.forecast_accuracy__round

),

unit_period as (

    select * from marts.organisation__unit_period

),

-- Adopted budget and outturn are the same in every round of a year.
year_item as (

    select
        item.*,
        follow_up_round.last_period as period
    from item
    inner join follow_up_round
        on
            item.fiscal_year = follow_up_round.fiscal_year
            and item.round = follow_up_round.round
    where follow_up_round.round_number = 1 and (item.adopted_dkk <> 0 or item.outturn_dkk <> 0)

),

total as (

    select
        organisation_view,
        fiscal_year,
        period,
        unit_id,
        item_level,
        count(*) as item_count,
        cast(sum(adopted_dkk) as decimal(18, 2)) as adopted_dkk,
        cast(sum(outturn_dkk) as decimal(18, 2)) as outturn_dkk
    from year_item
    group by all

),

-- |outturn - adopted x total outturn / total adopted|, in whole øre times the total adopted: exact until it is divided.
deviation as (

    select
        total.organisation_view,
        total.fiscal_year,
        total.unit_id,
        total.item_level,
        sum(
            abs(
                cast(year_item.outturn_dkk * 100 as hugeint) * cast(total.adopted_dkk * 100 as hugeint)
                - cast(year_item.adopted_dkk * 100 as hugeint) * cast(total.outturn_dkk * 100 as hugeint)
            )
        ) as deviation_product
    from year_item
    inner join total
        on
            year_item.organisation_view = total.organisation_view
            and year_item.fiscal_year = total.fiscal_year
            and year_item.unit_id = total.unit_id
            and year_item.item_level = total.item_level
    group by all

),

shared as (

    select
        total.*,
        total.outturn_dkk / nullif(total.adopted_dkk, 0) as aggregate_outturn_share,
        -- One item has no composition.
        case
            when total.item_count > 1
                then
                    deviation.deviation_product / nullif(
                        abs(cast(total.outturn_dkk * 100 as hugeint) * cast(total.adopted_dkk * 100 as hugeint)), 0
                    )
        end as composition_variance_share
    from total
    inner join deviation
        on
            total.organisation_view = deviation.organisation_view
            and total.fiscal_year = deviation.fiscal_year
            and total.unit_id = deviation.unit_id
            and total.item_level = deviation.item_level

),

-- How many of the three newest years keep within each limit; one unusual year is allowed.
within_limits as (

    select
        *,
        count(aggregate_outturn_share) over three_years as outturn_year_count,
        count(*) filter (where aggregate_outturn_share between 0.95 and 1.05) over three_years as outturn_a_count,
        count(*) filter (where aggregate_outturn_share between 0.90 and 1.10) over three_years as outturn_b_count,
        count(*) filter (where aggregate_outturn_share between 0.85 and 1.15) over three_years as outturn_c_count,
        count(composition_variance_share) over three_years as composition_year_count,
        count(*) filter (where composition_variance_share < 0.05) over three_years as composition_a_count,
        count(*) filter (where composition_variance_share < 0.10) over three_years as composition_b_count,
        count(*) filter (where composition_variance_share < 0.15) over three_years as composition_c_count
    from shared
    window three_years as (
        partition by organisation_view, unit_id, item_level order by fiscal_year
        range between 2 preceding and current row
    )

),

final as (

    select
        within_limits.organisation_view,
        within_limits.fiscal_year,
        within_limits.period,
        within_limits.unit_id,
        unit_period.unit_name,
        unit_period.parent_unit_id,
        unit_period.level,
        unit_period.sort_order,
        within_limits.item_level,
        cast(within_limits.item_count as integer) as item_count,
        within_limits.adopted_dkk,
        within_limits.outturn_dkk,
        within_limits.aggregate_outturn_share,
        within_limits.composition_variance_share,
        case
            when within_limits.outturn_year_count < 3 then null
            when within_limits.outturn_a_count >= 2 then 'A'
            when within_limits.outturn_b_count >= 2 then 'B'
            when within_limits.outturn_c_count >= 2 then 'C'
            else 'D'
        end as aggregate_outturn_score,
        case
            when within_limits.composition_year_count < 3 then null
            when within_limits.composition_a_count >= 2 then 'A'
            when within_limits.composition_b_count >= 2 then 'B'
            when within_limits.composition_c_count >= 2 then 'C'
            else 'D'
        end as composition_variance_score
    from within_limits
    inner join unit_period
        on
            within_limits.organisation_view = unit_period.organisation_view
            and within_limits.fiscal_year = unit_period.fiscal_year
            and within_limits.period = unit_period.period
            and within_limits.unit_id = unit_period.unit_id

)

select * from final
