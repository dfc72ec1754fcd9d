-- grain: one row per purchase with which a unit's purchases from one supplier pass the tender limit together
-- scope: build
-- member of: supervision__found
-- materialise: view
-- Each alone is within the limit. Purchases on an agreement have been out to tender; capital has limits of its own.

with

setting as (

    select * from staging.supervision_setting

),

account as (

    select * from marts.chart__account

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

tendered_account as (

    select account.account
    from account
    cross join setting
    where not list_contains(setting.tender_exempt_accounts, account.account)

),

-- By cost centre and day first: it is by far the largest step, and it is made of few and short columns.
booked_day as (

    select
        entry.fiscal_year,
        entry.cost_centre,
        entry.supplier_id,
        entry.posting_date,
        sum(entry.amount_dkk) as amount_dkk,
        count(*) as posting_count
    from marts.supervision__entry as entry
    cross join setting
    semi join tendered_account on entry.account = tendered_account.account
    where
        entry.is_purchase
        and not entry.is_on_agreement
        and entry.amount_dkk > 0
        and entry.amount_dkk <= setting.tender_limit_dkk
        and entry.supplier_id is not null
        and entry.budget_type <> '3'
    group by entry.fiscal_year, entry.cost_centre, entry.supplier_id, entry.posting_date

),

purchase_day as (

    select
        cost_centre_year.unit_id,
        booked_day.supplier_id,
        booked_day.posting_date,
        booked_day.posting_date - date '2000-01-01' as day_number,
        sum(booked_day.amount_dkk) as amount_dkk,
        sum(booked_day.posting_count) as posting_count
    from booked_day
    inner join cost_centre_year
        on
            booked_day.fiscal_year = cost_centre_year.fiscal_year
            and booked_day.cost_centre = cost_centre_year.cost_centre
    group by cost_centre_year.unit_id, booked_day.supplier_id, booked_day.posting_date

),

together as (

    select
        purchase_day.unit_id,
        purchase_day.supplier_id,
        purchase_day.posting_date,
        purchase_day.amount_dkk,
        setting.tender_limit_dkk,
        purchase_day.posting_date - setting.tender_days as from_date,
        sum(purchase_day.amount_dkk) over some_days as together_dkk,
        sum(purchase_day.posting_count) over some_days as together_count
    from purchase_day
    cross join setting
    window
        some_days as (
            partition by purchase_day.unit_id, purchase_day.supplier_id
            order by purchase_day.day_number
            range between setting.tender_days preceding and current row
        )

),

-- Only where the limit is passed: what follows while it stays passed is the same story.
passed as (

    select
        together.*,
        cost_centre_year.fiscal_year,
        cost_centre_year.cost_centre
    from together
    inner join cost_centre_year on together.unit_id = cost_centre_year.unit_id
    where
        together.together_count > 1
        and together.together_dkk > together.tender_limit_dkk
        and together.together_dkk - together.amount_dkk <= together.tender_limit_dkk

),

-- The postings of those few days. One purchase on several lines is not several; the last day's largest stands for all.
behind as (

    select
        entry.delivery_id,
        entry.file,
        entry.line,
        min(entry.posting_date) over same_story as from_date,
        passed.together_dkk,
        passed.together_count,
        min(entry.voucher) over same_story <> max(entry.voucher) over same_story as is_several,
        row_number() over (
            partition by passed.unit_id, passed.supplier_id, passed.posting_date
            order by
                entry.posting_date desc,
                entry.amount_dkk desc,
                entry.voucher asc,
                entry.delivery_id asc,
                entry.file asc,
                entry.line asc
        ) as place
    from marts.supervision__entry as entry
    inner join passed
        on
            entry.fiscal_year = passed.fiscal_year
            and entry.cost_centre = passed.cost_centre
            and entry.supplier_id = passed.supplier_id
            and entry.posting_date between passed.from_date and passed.posting_date
    semi join tendered_account on entry.account = tendered_account.account
    where
        entry.is_purchase
        and not entry.is_on_agreement
        and entry.amount_dkk > 0
        and entry.amount_dkk <= passed.tender_limit_dkk
        and entry.budget_type <> '3'
    window same_story as (partition by passed.unit_id, passed.supplier_id, passed.posting_date)

),

final as (

    select
        delivery_id,
        file,
        line,
        'split_purchase' as rule,
        4 as weight,
        cast(null as varchar) as related_voucher,
        from_date as related_date,
        cast(together_dkk as decimal(18, 2)) as compared_dkk,
        cast(together_count as integer) as compared_count
    from behind
    where
        is_several
        and place = 1

)

select * from final
