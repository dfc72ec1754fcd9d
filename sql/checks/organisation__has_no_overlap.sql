-- severity: error
-- sentence: A unit has two rows that are true on the same day, so its name or place is not clear.

with

organisation as (

    select * from staging.organisation

),

final as (

    select
        earlier.unit_id,
        earlier.file,
        earlier.line,
        later.file as other_file,
        later.line as other_line,
        later.valid_from as from_day,
        least(earlier.valid_to, later.valid_to) as to_day
    from organisation as earlier
    inner join organisation as later
        on
            earlier.unit_id = later.unit_id
            and (earlier.valid_from, earlier.file, earlier.line) < (later.valid_from, later.file, later.line)
            and earlier.valid_to >= later.valid_from

)

select * from final
