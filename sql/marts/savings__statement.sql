-- grain: one row per statement of what a measure has delivered in a fiscal year
-- scope: unit_today
-- order: measure_id, fiscal_year, stated_on
-- key: delivery_id, file, line

with

saving_statement as (

    select * from staging.saving_statement

),

measure_year as (

    select * from marts.savings__measure_year

),

followed as (

    select
        *,
        lag(realised_dkk, 1, 0) over (
            partition by measure_id, fiscal_year order by stated_on, delivery_id, file, line
        ) as realised_before_dkk
    from saving_statement

),

final as (

    select
        saving_statement.measure_id,
        saving_statement.fiscal_year,
        measure_year.programme_id,
        measure_year.unit_id,
        measure_year.unit_path,
        saving_statement.stated_on,
        saving_statement.status,
        saving_statement.realised_dkk,
        cast(saving_statement.realised_dkk - saving_statement.realised_before_dkk as decimal(18, 2))
            as realised_since_dkk,
        saving_statement.expected_rest_dkk,
        saving_statement.words,
        saving_statement.stated_by,
        saving_statement.delivery_id,
        saving_statement.file,
        saving_statement.line
    from followed as saving_statement
    inner join measure_year
        on
            saving_statement.measure_id = measure_year.measure_id
            and saving_statement.fiscal_year = measure_year.fiscal_year

)

select * from final
