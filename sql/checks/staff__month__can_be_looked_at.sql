-- severity: warning
-- sentence: Payroll has delivered a month that the ledger does not have yet; it is shown when the ledger has it.

with

employment_month as (

    select * from staging.employment_month

),

month_known as (

    select * from marts.staff__month

),

final as (

    select distinct employment_month.day
    from employment_month
    anti join month_known on employment_month.day = month_known.day

)

select * from final
