-- severity: warning
-- sentence: Payroll and ledger disagree by more than half a per cent on the wages of a unit's last twelve months.

with

unit_month as (

    select * from marts.staff__unit_month
    where is_latest

),

final as (

    select
        unit_id,
        unit_name,
        payroll_difference_share
    from unit_month
    where abs(payroll_difference_share) > 0.005 and is_leaf

)

select * from final
