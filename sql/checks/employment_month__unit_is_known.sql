-- severity: warning
-- sentence: Payroll has employees on a unit that the organisation does not know; they are in no staff figure.

with

employment_month as (

    select * from staging.employment_month

),

month_known as (

    select * from marts.staff__month

),

landing as (

    select * from marts.staff__landing

),

unit as (

    select * from marts.staff__unit

),

final as (

    select distinct employment_month.unit_id
    from employment_month
    inner join month_known on employment_month.day = month_known.day
    left join landing
        on
            employment_month.day = landing.day
            and employment_month.unit_id = landing.delivered_unit_id
    left join unit
        on
            landing.day = unit.day
            and landing.unit_id = unit.unit_id
    where unit.unit_id is null

)

select * from final
