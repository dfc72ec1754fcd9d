-- grain: one row, what holds for every carry-over rule

with

choice as (

    select * from raw.carry_over_choice

),

final as (

    select
        coalesce(any_value(frame_steered), ['service']) as frame_steered,
        coalesce(any_value(round_to_oere), 1) as round_to_oere
    from choice

)

select * from final
