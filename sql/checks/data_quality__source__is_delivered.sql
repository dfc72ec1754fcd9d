-- severity: warning
-- sentence: A declared source has never been delivered.

with

source as (

    select * from marts.data_quality__source

),

final as (

    select
        source,
        owner
    from source
    where deliveries = 0

)

select * from final
