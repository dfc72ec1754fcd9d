-- severity: error
-- sentence: The revised budgets with and without carry-over differ by something else than what was carried in.

with

unit_period as (

    select * from marts.budget_followup__unit_period

),

final as (

    select
        organisation_view,
        budget_basis,
        fiscal_year,
        period,
        unit_id,
        revised_dkk,
        revised_without_carry_over_dkk,
        carried_in_dkk
    from unit_period
    where
        revised_dkk - revised_without_carry_over_dkk
        <> case budget_basis when 'with_carry_over' then carried_in_dkk else 0 end
        or revised_without_carry_over_dkk
        <> adopted_dkk + supplementary_dkk + virement_dkk + technical_correction_dkk

)

select * from final
