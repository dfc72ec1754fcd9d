-- grain: one row per posting that a hand has booked on a weekend or a public holiday
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

free_day as (

    select * from marts.supervision__free_day

),

final as (

    select
        entry.delivery_id,
        entry.file,
        entry.line,
        'free_day' as rule,
        1 as weight,
        cast(null as varchar) as related_voucher,
        cast(null as date) as related_date,
        cast(null as decimal(18, 2)) as compared_dkk,
        cast(null as integer) as compared_count
    from entry
    cross join setting
    where
        not entry.is_automated
        and entry.period <= 12
        and not list_contains(setting.system_users, coalesce(entry.registered_by, ''))
        and (
            isodow(entry.posting_date) >= 6
            or entry.posting_date in (select free_day.free_day from free_day)
        )

)

select * from final
