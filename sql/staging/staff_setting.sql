-- grain: one row, the municipality's own choices about staff figures

with

setting as (

    select * from raw.setting

),

final as (

    select
        -- Five is the floor, whatever a setting says.
        greatest(cast(coalesce(max(value) filter (where name = 'staff_fewest'), '5') as integer), 5) as fewest,
        coalesce(max(value) filter (where name = 'staff_absence_of'), 'scheduled') as absence_of,
        cast(coalesce(max(value) filter (where name = 'staff_long_spell_days'), '30') as integer) as long_spell_days
    from setting

)

select * from final
