-- grain: one row per project with a grant: what was granted at first, what was added, and what that makes
-- scope: build
-- key: project_id

with

project_appropriation as (

    select * from staging.project_appropriation

),

final as (

    select
        project_id,
        sum(case when kind = 'original' then amount_dkk else 0 end) as original_appropriation_dkk,
        -- A final account closes the grant; what it gives back is no supplement.
        sum(case when kind in ('supplementary', 'virement', 'price_adjustment') then amount_dkk else 0 end)
            as supplementary_appropriation_dkk,
        sum(case when kind in ('supplementary', 'virement', 'price_adjustment') then abs(amount_dkk) else 0 end)
            as supplementary_appropriation_gross_dkk,
        sum(amount_dkk) as total_appropriation_dkk,
        bool_or(kind = 'final_account') as has_final_account
    from project_appropriation
    group by project_id

)

select * from final
