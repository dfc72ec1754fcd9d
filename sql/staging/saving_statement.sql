-- grain: one row per accepted statement of what a measure has delivered

with

saving_statement as (

    select * from raw.saving_statement

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        measure_id,
        cast(stated_on as date) as stated_on,
        cast(coalesce(cast(fiscal_year as integer), year(cast(stated_on as date))) as integer) as fiscal_year,
        status,
        cast(realised as decimal(18, 2)) as realised_dkk,
        cast(expected_rest as decimal(18, 2)) as expected_rest_dkk,
        words,
        stated_by
    from saving_statement

)

select * from final
