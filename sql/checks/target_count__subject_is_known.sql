-- severity: warning
-- sentence: Places are counted of a subject that no target is set for in that year.

with

target_count as (

    select * from staging.target_count

),

allocation as (

    select * from staging.allocation

),

allocation_whole as (

    select * from staging.allocation_whole

),

known as (

    select
        allocation.subject,
        allocation_whole.fiscal_year
    from allocation
    inner join allocation_whole on allocation.allocation = allocation_whole.allocation
    where allocation.subject is not null

),

final as (

    select
        subject,
        fiscal_year,
        count(*) as line_count
    from target_count
    where (subject, fiscal_year) not in (select (known.subject, known.fiscal_year) from known)
    group by subject, fiscal_year

)

select * from final
