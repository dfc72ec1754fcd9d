-- severity: warning
-- sentence: When the release was built, a source had not come by the day it was agreed for.

with

source as (

    select * from marts.data_quality__source

),

final as (

    select
        source,
        latest_period,
        latest_received_at,
        expected_by
    from source
    where is_late

)

select * from final
