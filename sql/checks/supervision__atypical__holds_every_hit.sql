-- severity: error
-- sentence: A posting that a rule has found is not listed among the atypical ones, or listed without its reason.

with

hit as (

    select * from marts.supervision__hit

),

atypical as (

    select * from marts.supervision__atypical

),

found as (

    select
        delivery_id,
        file,
        line,
        count(*) as hit_count
    from hit
    group by delivery_id, file, line

),

final as (

    select
        found.delivery_id,
        found.file,
        found.line,
        found.hit_count,
        len(atypical.reasons) as reason_count
    from found
    full join atypical
        on
            found.delivery_id = atypical.delivery_id
            and found.file = atypical.file
            and found.line = atypical.line
    where found.hit_count is distinct from len(atypical.reasons)

)

select * from final
