-- grain: one row per posting that one person has both registered and approved
-- scope: build
-- member of: supervision__found
-- materialise: view

with

entry as (

    select * from marts.supervision__entry

),

setting as (

    select * from staging.supervision_setting

),

final as (

    select
        entry.delivery_id,
        entry.file,
        entry.line,
        'same_person' as rule,
        4 as weight,
        cast(null as varchar) as related_voucher,
        cast(null as date) as related_date,
        cast(null as decimal(18, 2)) as compared_dkk,
        cast(null as integer) as compared_count
    from entry
    cross join setting
    where
        entry.registered_by = entry.approved_by
        and not list_contains(setting.system_users, entry.registered_by)

)

select * from final
