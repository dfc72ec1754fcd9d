-- grain: one row per span and measure of its fiscal year, as its owner had stated it by the span's end
-- scope: build
-- key: span, measure_id

with

span as (

    select * from marts.focus_areas__span

),

measure_year as (

    select * from marts.savings__measure_year

),

saving_statement as (

    select * from marts.savings__statement

),

stated as (

    select
        span.span,
        saving_statement.measure_id,
        saving_statement.realised_dkk,
        saving_statement.expected_rest_dkk
    from span
    inner join saving_statement
        on
            span.fiscal_year = saving_statement.fiscal_year
            and span.last_day >= saving_statement.stated_on
    qualify
        row_number() over (
            partition by span.span, saving_statement.measure_id
            order by
                saving_statement.stated_on desc,
                saving_statement.delivery_id desc,
                saving_statement.file desc,
                saving_statement.line desc
        ) = 1

),

begun as (

    select
        span.span,
        span.last_period,
        measure_year.*,
        -- The month in which it begins to save.
        case
            when coalesce(year(measure_year.starts_on), 0) < measure_year.fiscal_year then 1
            when year(measure_year.starts_on) > measure_year.fiscal_year then 12
            else month(measure_year.starts_on)
        end as first_month
    from span
    inner join measure_year on span.fiscal_year = measure_year.fiscal_year

),

final as (

    select
        begun.span,
        begun.last_period,
        begun.unit_id,
        begun.unit_path,
        begun.measure_id,
        begun.measure_name,
        begun.target_dkk,
        -- Even over the months in which it saves, in whole øre, as in the list of measures.
        cast(
            cast(
                cast(begun.target_dkk * 100 as hugeint)
                * greatest(begun.last_period - begun.first_month + 1, 0)
                // (13 - begun.first_month)
                as decimal(18, 0)
            ) * 0.01
            as decimal(18, 2)
        ) as target_to_date_dkk,
        stated.span is not null as is_stated,
        coalesce(stated.realised_dkk, 0) as realised_dkk,
        coalesce(stated.expected_rest_dkk, 0) as expected_rest_dkk
    from begun
    left join stated
        on
            begun.span = stated.span
            and begun.measure_id = stated.measure_id

)

select * from final
