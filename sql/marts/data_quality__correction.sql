-- grain: one row per line that a dated correction drops or mends
-- scope: municipality
-- order: source, file, line
-- key: delivery_id, file, line

with

correction as (

    select * from staging.correction

),

source as (

    select * from staging.source

),

final as (

    select
        correction.source,
        source.title,
        correction.delivery_id,
        correction.file,
        correction.line,
        correction.action,
        correction.column_name,
        correction.before_value,
        correction.after_value,
        correction.amount_change_dkk,
        correction.reason,
        correction.reported_to,
        correction.corrected_on
    from correction
    left join source on correction.source = source.source

)

select * from final
