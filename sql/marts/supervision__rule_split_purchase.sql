-- grain: one row per purchase with which a unit's purchases from one supplier pass the tender limit together
-- scope: build
-- materialise: view
-- Each alone is within the limit. Purchases on an agreement have been out to tender; capital has limits of its own.

with

setting as (

    select * from staging.supervision_setting

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

booked_day as (

    select
        entry.fiscal_year,
        entry.cost_centre,
        entry.supplier_id,
        entry.posting_date,
        setting.tender_limit_dkk,
        setting.tender_days,
        sum(entry.amount_dkk) as amount_dkk,
        max(entry.amount_dkk) as largest_dkk,
        min(entry.voucher) as first_voucher,
        max(entry.voucher) as last_voucher,
        count(*) as purchase_count
    from marts.supervision__entry as entry
    cross join setting
    where
        entry.is_purchase
        and not entry.is_on_agreement
        and entry.amount_dkk > 0
        and entry.amount_dkk <= setting.tender_limit_dkk
        and entry.supplier_id is not null
        and entry.budget_type <> '3'
        and not list_contains(setting.tender_exempt_accounts, entry.account)
    group by
        entry.fiscal_year,
        entry.cost_centre,
        entry.supplier_id,
        entry.posting_date,
        setting.tender_limit_dkk,
        setting.tender_days

),

purchase_day as (

    select
        cost_centre_year.unit_id,
        booked_day.supplier_id,
        booked_day.posting_date,
        booked_day.tender_limit_dkk,
        booked_day.tender_days,
        sum(booked_day.amount_dkk) as amount_dkk,
        max(booked_day.largest_dkk) as largest_dkk,
        min(booked_day.first_voucher) as first_voucher,
        max(booked_day.last_voucher) as last_voucher,
        sum(booked_day.purchase_count) as purchase_count
    from booked_day
    inner join cost_centre_year
        on
            booked_day.fiscal_year = cost_centre_year.fiscal_year
            and booked_day.cost_centre = cost_centre_year.cost_centre
    group by
        cost_centre_year.unit_id,
        booked_day.supplier_id,
        booked_day.posting_date,
        booked_day.tender_limit_dkk,
        booked_day.tender_days

),

together as (

    select
        purchase_day.unit_id,
        purchase_day.supplier_id,
        purchase_day.posting_date,
        purchase_day.tender_limit_dkk,
        purchase_day.amount_dkk,
        purchase_day.largest_dkk,
        sum(earlier.amount_dkk) as together_dkk,
        sum(earlier.purchase_count) as together_count,
        min(earlier.posting_date) as from_date,
        min(earlier.first_voucher) <> max(earlier.last_voucher) as is_several
    from purchase_day
    inner join purchase_day as earlier
        on
            purchase_day.unit_id = earlier.unit_id
            and purchase_day.supplier_id = earlier.supplier_id
            and earlier.posting_date between purchase_day.posting_date - purchase_day.tender_days
            and purchase_day.posting_date
    group by
        purchase_day.unit_id,
        purchase_day.supplier_id,
        purchase_day.posting_date,
        purchase_day.tender_limit_dkk,
        purchase_day.amount_dkk,
        purchase_day.largest_dkk

),

-- Only where the limit is passed: what follows while it stays passed is the same story.
passed as (

    select
        together.supplier_id,
        together.posting_date,
        together.largest_dkk,
        together.together_dkk,
        together.together_count,
        together.from_date,
        together.unit_id,
        cost_centre_year.fiscal_year,
        cost_centre_year.cost_centre
    from together
    inner join cost_centre_year on together.unit_id = cost_centre_year.unit_id
    where
        together.is_several
        and together.together_dkk > together.tender_limit_dkk
        and together.together_dkk - together.amount_dkk <= together.tender_limit_dkk

),

-- The largest of that day's purchases stands for them.
final as (

    select
        entry.delivery_id,
        entry.file,
        entry.line,
        'split_purchase' as rule,
        4 as weight,
        cast(null as varchar) as related_voucher,
        passed.from_date as related_date,
        cast(passed.together_dkk as decimal(18, 2)) as compared_dkk,
        cast(passed.together_count as integer) as compared_count
    from marts.supervision__entry as entry
    cross join setting
    inner join passed
        on
            entry.fiscal_year = passed.fiscal_year
            and entry.cost_centre = passed.cost_centre
            and entry.supplier_id = passed.supplier_id
            and entry.posting_date = passed.posting_date
            and entry.amount_dkk = passed.largest_dkk
    where
        entry.is_purchase
        and not entry.is_on_agreement
        and entry.budget_type <> '3'
        and not list_contains(setting.tender_exempt_accounts, entry.account)
    qualify
        row_number() over (
            partition by passed.unit_id, passed.supplier_id, passed.posting_date
            order by entry.voucher, entry.delivery_id, entry.file, entry.line
        ) = 1

)

select * from final
