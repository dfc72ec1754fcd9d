-- grain: one row, the municipality's own choices about atypical postings

with

setting as (

    select * from raw.setting

),

final as (

    select
        cast(coalesce(max(value) filter (where name = 'supervision_duplicate_days'), '30') as integer)
            as duplicate_days,
        cast(coalesce(max(value) filter (where name = 'supervision_duplicate_dkk'), '1000') as decimal(18, 2))
            as duplicate_dkk,
        cast(coalesce(max(value) filter (where name = 'supervision_unusual_z'), '6') as decimal(9, 6)) as unusual_z,
        cast(coalesce(max(value) filter (where name = 'supervision_unusual_postings'), '30') as integer)
            as unusual_postings,
        cast(coalesce(max(value) filter (where name = 'supervision_round_dkk'), '50000') as decimal(18, 2))
            as round_dkk,
        cast(coalesce(max(value) filter (where name = 'supervision_round_step_dkk'), '10000') as decimal(18, 2))
            as round_step_dkk,
        cast(coalesce(max(value) filter (where name = 'supervision_tender_limit_dkk'), '1611360') as decimal(18, 2))
            as tender_limit_dkk,
        cast(coalesce(max(value) filter (where name = 'supervision_tender_days'), '30') as integer) as tender_days,
        cast(coalesce(max(value) filter (where name = 'supervision_new_supplier_dkk'), '100000') as decimal(18, 2))
            as new_supplier_dkk,
        cast(coalesce(max(value) filter (where name = 'supervision_new_supplier_history_days'), '365') as integer)
            as new_supplier_history_days,
        cast(coalesce(max(value) filter (where name = 'supervision_closed_after_months'), '3') as integer)
            as closed_after_months,
        cast(coalesce(max(value) filter (where name = 'supervision_missing_text_dkk'), '10000') as decimal(18, 2))
            as missing_text_dkk,
        coalesce(list(value) filter (where name like 'supervision_tender_exempt_account_%'), [])
            as tender_exempt_accounts,
        coalesce(list(value) filter (where name like 'supervision_system_user_%'), []) as system_users
    from setting

)

select * from final
