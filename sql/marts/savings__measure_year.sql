-- grain: one row per measure and fiscal year, as its owner stated it last
-- scope: unit_today
-- order: fiscal_year, programme_id, measure_id
-- primary key: measure_id, fiscal_year

with

saving as (

    select * from staging.saving

),

saving_statement as (

    select * from staging.saving_statement

),

setting as (

    select * from staging.setting

),

saving_year as (

    select * from marts.savings__year

),

unit as (

    select * from marts.capital_projects__unit

),

-- A measure that is listed twice in a year counts as it stands last.
measure as (

    select
        *,
        -- The month in which it begins to save.
        case
            when coalesce(year(starts_on), 0) < fiscal_year then 1
            when year(starts_on) > fiscal_year then 12
            else month(starts_on)
        end as first_month
    from saving
    qualify
        row_number() over (
            partition by measure_id, fiscal_year order by delivery_id desc, file desc, line desc
        ) = 1

),

-- A statement of a day to come tells a wish; a check finds it.
made as (

    select saving_statement.*
    from saving_statement
    cross join setting
    where saving_statement.stated_on <= coalesce(setting.built_on, date '9999-12-31')

),

newest as (

    select
        *,
        count(*) over (partition by measure_id, fiscal_year) as statement_count
    from made
    qualify
        row_number() over (
            partition by measure_id, fiscal_year order by stated_on desc, delivery_id desc, file desc, line desc
        ) = 1

),

-- How far it is does not begin anew with a year.
standing as (

    select
        measure.measure_id,
        measure.fiscal_year,
        max_by(newest.status, newest.fiscal_year) filter (where newest.status is not null) as status
    from measure
    inner join newest
        on
            measure.measure_id = newest.measure_id
            and measure.fiscal_year >= newest.fiscal_year
    group by measure.measure_id, measure.fiscal_year

),

-- The same unit owes the same in words, or the same amount by the same day: probably one measure with two numbers.
twin as (

    select
        measure.measure_id,
        measure.fiscal_year,
        min(other.measure_id) as twin_measure_id
    from measure
    inner join measure as other
        on
            measure.fiscal_year = other.fiscal_year
            and measure.unit_id = other.unit_id
            and measure.measure_id <> other.measure_id
    where
        regexp_replace(lower(measure.measure_name), '[^a-zæøå0-9]', '', 'g')
        = regexp_replace(lower(other.measure_name), '[^a-zæøå0-9]', '', 'g')
        or (measure.target_dkk = other.target_dkk and measure.deadline = other.deadline)
    group by measure.measure_id, measure.fiscal_year

),

together as (

    select
        measure.*,
        saving_year.as_of,
        saving_year.is_over,
        13 - measure.first_month as months_in_all,
        saving_year.months_gone - measure.first_month + 1 as months_due,
        standing.status,
        newest.stated_on,
        coalesce(newest.realised_dkk, 0) as realised_dkk,
        newest.expected_rest_dkk,
        newest.words,
        newest.statement_count,
        twin.twin_measure_id,
        coalesce(unit.folded_unit_id, 'unknown') as folded_unit_id
    from measure
    inner join saving_year on measure.fiscal_year = saving_year.fiscal_year
    left join newest
        on
            measure.measure_id = newest.measure_id
            and measure.fiscal_year = newest.fiscal_year
    left join standing
        on
            measure.measure_id = standing.measure_id
            and measure.fiscal_year = standing.fiscal_year
    left join twin
        on
            measure.measure_id = twin.measure_id
            and measure.fiscal_year = twin.fiscal_year
    left join unit on measure.unit_id = unit.unit_id

),

due as (

    select
        * exclude (expected_rest_dkk),
        -- Even over the months in which it saves; in whole øre, so that every level above is a plain sum.
        cast(
            cast(
                cast(target_dkk * 100 as hugeint) * least(greatest(months_due, 0), months_in_all) // months_in_all
                as decimal(18, 0)
            ) * 0.01
            as decimal(18, 2)
        ) as target_to_date_dkk,
        -- When the year is over nothing more is to come of it.
        case when is_over and stated_on is not null then 0 else expected_rest_dkk end as expected_rest_dkk
    from together

),

final as (

    select
        due.measure_id,
        due.fiscal_year,
        due.measure_name,
        due.programme_id,
        due.programme_name,
        due.folded_unit_id as unit_id,
        unit.unit_name,
        unit.centre_id,
        unit.centre_name,
        unit.unit_path,
        due.responsible,
        due.starts_on,
        due.deadline,
        due.as_of,
        due.target_dkk,
        due.target_to_date_dkk,
        due.status,
        due.stated_on,
        due.realised_dkk,
        due.realised_dkk / nullif(due.target_to_date_dkk, 0) + 0.0 as realised_share,
        cast(due.expected_rest_dkk as decimal(18, 2)) as expected_rest_dkk,
        cast(due.target_dkk - due.realised_dkk - coalesce(due.expected_rest_dkk, 0) as decimal(18, 2)) as gap_dkk,
        due.words,
        cast(coalesce(due.statement_count, 0) as integer) as statement_count,
        coalesce(due.deadline < due.as_of and coalesce(due.status, 'planned') not in ('done', 'dropped'), false)
            as is_overdue,
        due.responsible is null as is_without_responsible,
        due.stated_on is null and due.target_to_date_dkk <> 0 as is_without_statement,
        due.twin_measure_id,
        due.delivery_id,
        due.file,
        due.line
    from due
    inner join unit on due.folded_unit_id = unit.unit_id

)

select * from final
