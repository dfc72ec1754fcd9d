-- severity: warning
-- sentence: A source that comes every month lacks months in the middle of its series.

with

source as (

    select * from marts.data_quality__source

),

final as (

    select
        source,
        unnest(missing_periods) as missing_period
    from source

)

select * from final
