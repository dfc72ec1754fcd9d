-- grain: one row per posting that is large and has no text
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
        'missing_text' as rule,
        2 as weight,
        cast(null as varchar) as related_voucher,
        cast(null as date) as related_date,
        setting.missing_text_dkk as compared_dkk,
        cast(null as integer) as compared_count
    from entry
    cross join setting
    where
        abs(entry.amount_dkk) > setting.missing_text_dkk
        -- Asked in two halves, the first is answered by the file without reading its texts: a tenth of the time.
        and (entry.text is null or trim(entry.text) = '')

)

select * from final
