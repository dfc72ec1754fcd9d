-- grain: one row per accepted decision on a project's grant

with

project_appropriation as (

    select * from raw.project_appropriation

),

final as (

    select
        delivery_id,
        source,
        file,
        line,
        project_id,
        cast(decision_date as date) as decision_date,
        kind,
        cast(amount as decimal(18, 2)) as amount_dkk,
        body,
        case_no,
        cast(fiscal_year as integer) as fiscal_year,
        cover,
        comment
    from project_appropriation

)

select * from final
