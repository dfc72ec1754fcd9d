-- grain: one row per posting that has a large round amount
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
        'round_amount' as rule,
        2 as weight,
        cast(null as varchar) as related_voucher,
        cast(null as date) as related_date,
        setting.round_step_dkk as compared_dkk,
        cast(null as integer) as compared_count
    from entry
    cross join setting
    where
        entry.amount_dkk >= setting.round_dkk
        and entry.amount_dkk % setting.round_step_dkk = 0

)

select * from final
