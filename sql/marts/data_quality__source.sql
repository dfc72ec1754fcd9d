-- grain: one row per source: declared by a spec, or with a delivery in force
-- scope: everybody
-- order: source
-- primary key: source
-- What it adds up to stands in data_quality__source_amount: a source can be one small delivery.

with

source as (

    select * from staging.source

),

delivery as (

    select * from staging.delivery
    where is_in_force

),

correction as (

    select * from staging.correction

),

setting as (

    select * from staging.setting

),

covered as (

    select
        source,
        unnest(periods) as period
    from delivery

),

covered_until as (

    select
        source,
        period,
        case
            when length(period) = 4 then make_date(cast(period as integer), 12, 31)
            when regexp_matches(period, '^[0-9]{4}-?[QK][1-4]$')
                then last_day(make_date(cast(left(period, 4) as integer), cast(right(period, 1) as integer) * 3, 1))
            else
                last_day(
                    make_date(cast(left(period, 4) as integer), least(cast(right(period, 2) as integer), 12), 1)
                )
        end as last_day
    from covered

),

latest_period as (

    select
        source,
        max_by(period, (last_day, period)) as latest_period,
        min(last_day) as first_day,
        max(last_day) as last_day
    from covered_until
    group by source

),

-- Months in the middle of a series that nobody has delivered; a delivered year or quarter holds its months.
month as (

    select
        latest_period.source,
        cast(unnest(generate_series(
            cast(date_trunc('month', latest_period.first_day) as timestamp),
            cast(latest_period.last_day as timestamp),
            interval 1 month
        )) as date) as first_day
    from latest_period
    inner join source on latest_period.source = source.source
    where source.mode = 'period' and source.every = 'month'

),

missing as (

    select
        month.source,
        list(strftime(month.first_day, '%Y-%m') order by month.first_day) as missing_periods
    from month
    left join covered_until
        on
            month.source = covered_until.source
            and last_day(month.first_day) <= covered_until.last_day
            and (
                date_trunc('month', covered_until.last_day) = month.first_day
                or (length(covered_until.period) = 4 and year(covered_until.last_day) = year(month.first_day))
                or (
                    regexp_matches(covered_until.period, '[QK]')
                    and date_trunc('quarter', covered_until.last_day) = date_trunc('quarter', month.first_day)
                )
            )
    where covered_until.source is null
    group by month.source

),

counted as (

    select
        source,
        max_by(file, (received_at, delivery_id, file)) as latest_file,
        max(received_at) as latest_received_at,
        -- A source without periods covers the time until it was drawn.
        max(coalesce(run_date, cast(received_at as date))) as latest_run_date,
        count(distinct delivery_id) as deliveries,
        sum(lines) as lines,
        sum(header_lines) as header_lines,
        sum(accepted) as accepted,
        sum(in_effect) as in_effect,
        sum(quarantined) as quarantined,
        sum(left_out) as left_out,
        sum(unreadable_amounts) as unreadable_amounts,
        bool_and(difference_dkk = 0) filter (where control_total_dkk is not null) as reconciles
    from delivery
    group by source

),

corrected as (

    select
        source,
        count(*) as corrections
    from correction
    group by source

),

known as (

    select
        counted.source,
        latest_period.last_day is null as is_without_period,
        counted.latest_run_date,
        cast(coalesce(latest_period.last_day, counted.latest_run_date) + interval 1 day as date) as day_after
    from counted
    left join latest_period on counted.source = latest_period.source

),

expected as (

    select
        source.source,
        -- The next delivery: one interval after what the latest covers, and the days that the agreement allows.
        -- A list that is drawn once a year, without a period of its own, comes again a year after it was drawn.
        case
            when source.every = 'month' then last_day(known.day_after)
            when source.every = 'quarter'
                then last_day(cast(date_trunc('quarter', known.day_after) + interval 2 month as date))
            when source.every = 'year' and known.is_without_period
                then cast(known.latest_run_date + interval 1 year as date)
            when source.every = 'year' then make_date(year(known.day_after), 12, 31)
        end + coalesce(source.due_days, 0) as expected_by
    from source
    inner join known on source.source = known.source

),

final as (

    select
        source.source,
        source.title,
        source.owner,
        source.table_name,
        source.every,
        source.has_spec,
        counted.latest_file,
        counted.latest_received_at,
        latest_period.latest_period,
        expected.expected_by,
        coalesce(expected.expected_by < setting.built_on, false) as is_late,
        coalesce(counted.deliveries, 0) as deliveries,
        coalesce(cast(counted.lines as bigint), 0) as lines,
        coalesce(cast(counted.header_lines as bigint), 0) as header_lines,
        coalesce(cast(counted.accepted as bigint), 0) as accepted,
        coalesce(cast(counted.in_effect as bigint), 0) as in_effect,
        coalesce(cast(counted.quarantined as bigint), 0) as quarantined,
        coalesce(cast(counted.left_out as bigint), 0) as left_out,
        coalesce(cast(counted.unreadable_amounts as bigint), 0) as unreadable_amounts,
        counted.reconciles,
        coalesce(corrected.corrections, 0) as corrections,
        coalesce(missing.missing_periods, cast([] as varchar[])) as missing_periods
    from source
    cross join setting
    left join counted on source.source = counted.source
    left join latest_period on source.source = latest_period.source
    left join expected on source.source = expected.source
    left join corrected on source.source = corrected.source
    left join missing on source.source = missing.source

)

select * from final
