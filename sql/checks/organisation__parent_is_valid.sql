-- severity: warning
-- sentence: A unit that is open lies below a unit that is closed or not open yet.

with

version as (

    select * from marts.organisation__version

),

final as (

    select
        version.unit_id,
        version.unit_name,
        version.parent_unit_id,
        min(version.day) as first_day,
        max(version.day) as last_day
    from version
    inner join version as parent
        on
            version.day = parent.day
            and version.parent_unit_id = parent.unit_id
    where version.is_valid and not parent.is_valid
    group by version.unit_id, version.unit_name, version.parent_unit_id

)

select * from final
