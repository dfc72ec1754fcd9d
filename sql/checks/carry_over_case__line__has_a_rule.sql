-- severity: warning
-- sentence: Money is left over, or overspent, that no carry-over rule says anything about: nothing of it is carried.

with

line as (

    select * from marts.carry_over_case__line

),

rule as (

    select * from staging.carry_over_rule

),

final as (

    select
        fiscal_year,
        line_id,
        unit_name,
        project_name,
        left_dkk
    from line
    where
        rule_name is null
        and left_dkk <> 0
        and is_year_over
        -- A municipality that has not written its rules yet is told so on the page, not line by line.
        and exists (select 1 from rule)

)

select * from final
