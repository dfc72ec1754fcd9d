-- grain: one row per project and span of days on which the row is true

with

project as (

    select * from raw.project

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        project_id,
        name as project_name,
        unit_id,
        project_class,
        phase,
        coalesce(kind, 'project') as kind,
        responsible,
        cast(quantity as decimal(18, 2)) as quantity,
        quantity_unit,
        cast(closed_on as date) as closed_on,
        -- An open end is a day that no data reaches, so that spans compare with one rule.
        coalesce(cast(valid_from as date), date '0001-01-01') as valid_from,
        coalesce(cast(valid_to as date), date '9999-12-31') as valid_to
    from project

)

select * from final
