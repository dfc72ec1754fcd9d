-- grain: one row per unit and span of days on which the row is true

with

organisation as (

    select * from raw.organisation

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        unit_id,
        name as unit_name,
        parent_id as parent_unit_id,
        kind as unit_kind,
        -- An open end is a day that no data reaches, so that spans compare with one rule.
        coalesce(cast(valid_from as date), date '0001-01-01') as valid_from,
        coalesce(cast(valid_to as date), date '9999-12-31') as valid_to
    from organisation

)

select * from final
