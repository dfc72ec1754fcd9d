-- grain: one row per fiscal year that anything is to be saved in
-- scope: build
-- key: fiscal_year

with

saving as (

    select * from staging.saving

),

allocation as (

    select * from staging.allocation
    where programme_id is not null

),

allocation_whole as (

    select * from staging.allocation_whole

),

saving_statement as (

    select * from staging.saving_statement

),

period as (

    select * from marts.budget_followup__period

),

setting as (

    select * from staging.setting

),

fiscal_year as (

    select fiscal_year from saving
    union
    select allocation_whole.fiscal_year
    from allocation_whole
    inner join allocation on allocation_whole.allocation = allocation.allocation

),

latest as (

    select max(last_day) filter (where is_latest) as last_day from period

),

stated as (

    select max(saving_statement.stated_on) as stated_on
    from saving_statement
    cross join setting
    where saving_statement.stated_on <= coalesce(setting.built_on, date '9999-12-31')

),

-- Everything is held against the day that the newest statement stands at; before there is one, against the ledger's.
known as (

    select coalesce(stated.stated_on, latest.last_day, setting.built_on, date '9999-12-31') as day
    from setting
    cross join latest
    cross join stated

),

dated as (

    select
        fiscal_year.fiscal_year,
        least(known.day, make_date(fiscal_year.fiscal_year, 12, 31)) as as_of
    from fiscal_year
    cross join known

),

final as (

    select
        fiscal_year,
        as_of,
        as_of = make_date(fiscal_year, 12, 31) as is_over,
        -- Whole months of the year that have gone by.
        cast(
            case
                when year(as_of) < fiscal_year then 0
                when as_of = last_day(as_of) then month(as_of)
                else month(as_of) - 1
            end
            as integer
        ) as months_gone
    from dated

)

select * from final
