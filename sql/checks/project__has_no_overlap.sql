-- severity: warning
-- sentence: Two rows of a capital project are true on the same day; the newer one counts.

with

project as (

    select * from staging.project

),

final as (

    select
        earlier.project_id,
        earlier.valid_to,
        later.valid_from,
        later.file,
        later.line
    from project as earlier
    inner join project as later
        on
            earlier.project_id = later.project_id
            and (earlier.valid_from, earlier.file, earlier.line) < (later.valid_from, later.file, later.line)
            and earlier.valid_to >= later.valid_from

)

select * from final
