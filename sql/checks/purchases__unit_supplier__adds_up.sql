-- severity: error
-- sentence: The suppliers listed for a unit do not add up to what it bought outside agreements or paid consultants.

with

unit_period as (

    select * from marts.purchases__unit_period

),

unit_supplier as (

    select * from marts.purchases__unit_supplier

),

listed as (

    select
        fiscal_year,
        period,
        unit_id,
        coalesce(sum(amount_dkk) filter (where supplier_list = 'outside_agreement'), 0) as outside_agreement_dkk,
        coalesce(sum(amount_dkk) filter (where supplier_list = 'consultant'), 0) as consultant_dkk
    from unit_supplier
    group by fiscal_year, period, unit_id

),

final as (

    select
        unit_period.fiscal_year,
        unit_period.period,
        unit_period.unit_id,
        unit_period.outside_agreement_dkk,
        listed.outside_agreement_dkk as listed_outside_agreement_dkk,
        unit_period.consultant_dkk,
        listed.consultant_dkk as listed_consultant_dkk
    from unit_period
    left join listed
        on
            unit_period.fiscal_year = listed.fiscal_year
            and unit_period.period = listed.period
            and unit_period.unit_id = listed.unit_id
    where
        coalesce(unit_period.outside_agreement_dkk, 0) <> coalesce(listed.outside_agreement_dkk, 0)
        or coalesce(unit_period.consultant_dkk, 0) <> coalesce(listed.consultant_dkk, 0)

)

select * from final
