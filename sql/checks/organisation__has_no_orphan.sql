-- severity: error
-- sentence: A unit's parent is not a unit of the organisation, so nobody can say where it belongs.

with

organisation as (

    select * from staging.organisation

),

known as (

    select
        unit_id,
        bool_and(unit_kind = 'cost_centre') as is_cost_centre
    from organisation
    group by unit_id

),

final as (

    select
        organisation.unit_id,
        organisation.unit_name,
        organisation.parent_unit_id,
        organisation.file,
        organisation.line
    from organisation
    left join known on organisation.parent_unit_id = known.unit_id
    where
        organisation.parent_unit_id is not null
        and organisation.parent_unit_id <> 'municipality'
        and (known.unit_id is null or (known.is_cost_centre and organisation.unit_kind <> 'cost_centre'))

)

select * from final
