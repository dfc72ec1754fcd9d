-- severity: error
-- sentence: The municipality's target is not the whole that was set, or its places are not the sum of those counted.

with

allocation as (

    select * from staging.allocation

),

part as (

    select * from marts.allocation__part

),

unit_count as (

    select * from marts.targets__unit_count

),

unit_year as (

    select * from marts.targets__unit_year
    where unit_id = 'municipality'

),

whole as (

    select
        allocation.subject,
        part.fiscal_year,
        any_value(part.whole) as whole
    from part
    inner join allocation on part.allocation = allocation.allocation
    where allocation.subject is not null
    group by allocation.subject, part.fiscal_year

),

counted as (

    select
        subject,
        fiscal_year,
        max_by(places, counted_on) as places
    from unit_count
    where unit_id = 'municipality'
    group by subject, fiscal_year

),

final as (

    select
        unit_year.subject,
        unit_year.fiscal_year,
        unit_year.target_places,
        whole.whole,
        unit_year.actual_places,
        counted.places
    from unit_year
    left join whole
        on
            unit_year.subject = whole.subject
            and unit_year.fiscal_year = whole.fiscal_year
    left join counted
        on
            unit_year.subject = counted.subject
            and unit_year.fiscal_year = counted.fiscal_year
    where
        unit_year.target_places is distinct from whole.whole
        or unit_year.actual_places is distinct from counted.places

)

select * from final
