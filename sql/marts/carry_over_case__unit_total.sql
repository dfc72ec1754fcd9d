-- grain: one row per fiscal year, unit of today's organisation and part of the case; part all is the three together
-- scope: unit_today
-- order: fiscal_year, sort_order, unit_id, part
-- key: fiscal_year, unit_id, part

with

line as (

    select * from marts.carry_over_case__line

),

unit_period as (

    select * from marts.organisation__unit_period
    where organisation_view = 'today'

),

-- Each line once for every unit that it lies below, in its part and in all.
placed as (

    select
        *,
        unnest(unit_path) as above_id,
        part as total_part
    from line

    union all

    select
        *,
        unnest(unit_path) as above_id,
        'all' as total_part
    from line

),

summed as (

    select
        fiscal_year,
        any_value(into_fiscal_year) as into_fiscal_year,
        cast(any_value(period) as integer) as period,
        above_id as unit_id,
        list_slice(any_value(unit_path), 1, list_position(any_value(unit_path), above_id)) as unit_path,
        total_part as part,
        cast(sum(revised_dkk) as decimal(18, 2)) as revised_dkk,
        cast(sum(outturn_dkk) as decimal(18, 2)) as outturn_dkk,
        cast(sum(left_dkk) as decimal(18, 2)) as left_dkk,
        cast(sum(proposed_dkk) as decimal(18, 2)) as proposed_dkk,
        cast(sum(lapsed_dkk) as decimal(18, 2)) as lapsed_dkk,
        cast(sum(into_year_1_dkk) as decimal(18, 2)) as into_year_1_dkk,
        cast(sum(into_year_2_dkk) as decimal(18, 2)) as into_year_2_dkk,
        cast(sum(into_year_3_dkk) as decimal(18, 2)) as into_year_3_dkk,
        cast(sum(into_year_4_dkk) as decimal(18, 2)) as into_year_4_dkk,
        cast(count(*) as integer) as line_count,
        cast(count(*) filter (where proposed_dkk <> 0) as integer) as carried_line_count,
        cast(count(*) filter (where rule_name is null) as integer) as line_without_rule_count
    from placed
    group by fiscal_year, above_id, total_part

),

final as (

    select
        summed.fiscal_year,
        summed.into_fiscal_year,
        summed.period,
        summed.unit_id,
        coalesce(unit_period.unit_name, summed.unit_id) as unit_name,
        cast(coalesce(unit_period.level, len(summed.unit_path) - 1) as integer) as level,
        coalesce(unit_period.sort_order, 1000000) as sort_order,
        summed.unit_path,
        summed.part,
        summed.revised_dkk,
        summed.outturn_dkk,
        summed.left_dkk,
        summed.proposed_dkk,
        summed.lapsed_dkk,
        summed.into_year_1_dkk,
        summed.into_year_2_dkk,
        summed.into_year_3_dkk,
        summed.into_year_4_dkk,
        summed.line_count,
        summed.carried_line_count,
        summed.line_without_rule_count
    from summed
    left join unit_period
        on
            summed.fiscal_year = unit_period.fiscal_year
            and summed.period = unit_period.period
            and summed.unit_id = unit_period.unit_id

)

select * from final
