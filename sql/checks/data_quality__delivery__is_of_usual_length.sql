-- severity: warning
-- sentence: A file without a control total has less than half the lines that the source's files usually have.
-- A file that is cut off at the end of a line looks whole: without a total of its own only its fellows can tell.

with

delivery as (

    select * from marts.data_quality__delivery

),

unsummed as (

    select *
    from delivery
    where control_source = 'none' and mode <> 'delta'

),

usual as (

    select
        one.delivery_id,
        one.file,
        median(other.lines) as usual_lines
    from unsummed as one
    inner join unsummed as other
        on
            one.source = other.source
            and (one.delivery_id <> other.delivery_id or one.file <> other.file)
    group by all
    having count(*) >= 3

),

final as (

    select
        unsummed.delivery_id,
        unsummed.source,
        unsummed.file,
        unsummed.lines,
        cast(usual.usual_lines as double) as usual_lines
    from unsummed
    inner join usual
        on
            unsummed.delivery_id = usual.delivery_id
            and unsummed.file = usual.file
    where unsummed.is_in_force and unsummed.lines < usual.usual_lines / 2

)

select * from final
