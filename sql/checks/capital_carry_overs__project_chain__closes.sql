-- severity: warning
-- sentence: What is carried out of a year is not what was carried into the next: the chain does not close.

with

project_chain as (

    select * from marts.capital_carry_overs__project_chain

),

final as (

    select
        project_id,
        project_name,
        fiscal_year,
        carried_out_decided_dkk,
        next_year_carried_in_dkk,
        difference_dkk,
        link_state
    from project_chain
    where link_state in ('open', 'missing_next')

)

select * from final
