-- grain: one row per line that a delivery in force holds back, and reason
-- scope: municipality
-- order: source, delivery_id, file, line
-- key: delivery_id, file, line

with

quarantine as (

    select * from staging.quarantine

),

source as (

    select * from staging.source

),

final as (

    select
        quarantine.delivery_id,
        quarantine.source,
        source.title,
        quarantine.file,
        quarantine.line,
        quarantine.record,
        quarantine.column_name,
        quarantine.value,
        quarantine.reason,
        quarantine.amount_dkk
    from quarantine
    left join source on quarantine.source = source.source

)

select * from final
