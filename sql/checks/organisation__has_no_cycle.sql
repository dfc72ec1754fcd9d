-- severity: error
-- sentence: Units lie below each other in a circle, so that they never reach the municipality.

with recursive

version as (

    select * from marts.organisation__version

),

reached as (

    select
        day,
        unit_id
    from version
    where parent_unit_id = 'municipality'

    union

    select
        version.day,
        version.unit_id
    from reached
    inner join version
        on
            reached.day = version.day
            and reached.unit_id = version.parent_unit_id

),

final as (

    select
        version.unit_id,
        version.unit_name,
        version.parent_unit_id,
        min(version.day) as first_day,
        max(version.day) as last_day
    from version
    left join reached
        on
            version.day = reached.day
            and version.unit_id = reached.unit_id
    where reached.unit_id is null
    group by version.unit_id, version.unit_name, version.parent_unit_id

)

select * from final
