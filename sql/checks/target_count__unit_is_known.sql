-- severity: warning
-- sentence: Places are counted at a unit that the organisation does not have; they count as unknown.

with

target_count as (

    select * from staging.target_count

),

organisation as (

    select * from staging.organisation

),

final as (

    select
        subject,
        unit_id,
        places,
        file,
        line
    from target_count
    where unit_id not in (select organisation.unit_id from organisation)

)

select * from final
