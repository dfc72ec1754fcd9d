-- severity: warning
-- sentence: A source has figures and no spec any more, so nobody says when it comes and how it is read.

with

source as (

    select * from marts.data_quality__source

),

final as (

    select
        source,
        title,
        owner,
        deliveries
    from source
    where not has_spec

)

select * from final
