-- severity: warning
-- sentence: Virements of a year do not net to zero: money has appeared or vanished.

with

budget_line as (

    select * from staging.budget_line

),

final as (

    select
        fiscal_year,
        count(*) as line_count,
        sum(amount_dkk) as amount_dkk
    from budget_line
    where kind = 'virement'
    group by fiscal_year
    having sum(amount_dkk) <> 0

)

select * from final
