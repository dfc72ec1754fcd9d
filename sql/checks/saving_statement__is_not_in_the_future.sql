-- severity: warning
-- sentence: A statement of what has been saved stands at a day to come; it does not count yet.

with

saving_statement as (

    select * from staging.saving_statement

),

setting as (

    select * from staging.setting

),

final as (

    select
        saving_statement.measure_id,
        saving_statement.stated_on,
        saving_statement.file,
        saving_statement.line
    from saving_statement
    cross join setting
    where saving_statement.stated_on > setting.built_on

)

select * from final
