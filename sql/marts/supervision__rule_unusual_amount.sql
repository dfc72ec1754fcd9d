-- grain: one row per posting far above what is usual on its account in its unit
-- scope: build
-- member of: supervision__found
-- materialise: view
-- Robust z: distance from the median / (1.4826 x MAD), which is the standard deviation of what is normally spread.
-- In halves of an øre everything is a whole number, so a posting exactly at the limit is at it on every machine.

with

setting as (

    select * from staging.supervision_setting

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

-- Read twice, and narrow: a shared step would be kept in memory with all that only the second reading needs.
amount as (

    select
        cost_centre_year.unit_id,
        entry.account,
        cast(entry.amount_dkk * 200 as double) as half_oere
    from marts.supervision__entry as entry
    inner join cost_centre_year
        on
            entry.fiscal_year = cost_centre_year.fiscal_year
            and entry.cost_centre = cost_centre_year.cost_centre

),

usual as (

    select
        unit_id,
        account,
        count(*) as posting_count,
        median(half_oere) as median_half_oere,
        mad(half_oere) as mad_half_oere
    from amount
    group by unit_id, account

),

-- Where half of all amounts are alike, nothing says how far another may be from them.
limited as (

    select
        cost_centre_year.fiscal_year,
        cost_centre_year.cost_centre,
        usual.account,
        usual.posting_count,
        usual.median_half_oere,
        cast(setting.unusual_z * 1000000 as double) * 14826 * usual.mad_half_oere as limit_scaled
    from usual
    cross join setting
    inner join cost_centre_year on usual.unit_id = cost_centre_year.unit_id
    where
        usual.posting_count >= setting.unusual_postings
        and usual.mad_half_oere > 0

),

final as (

    select
        entry.delivery_id,
        entry.file,
        entry.line,
        'unusual_amount' as rule,
        3 as weight,
        cast(null as varchar) as related_voucher,
        cast(null as date) as related_date,
        cast(limited.median_half_oere / 200 as decimal(18, 2)) as compared_dkk,
        cast(limited.posting_count as integer) as compared_count
    from marts.supervision__entry as entry
    inner join limited
        on
            entry.fiscal_year = limited.fiscal_year
            and entry.cost_centre = limited.cost_centre
            and entry.account = limited.account
    where
        entry.amount_dkk > 0
        and (cast(entry.amount_dkk * 200 as double) - limited.median_half_oere) * 10000000000 > limited.limit_scaled

)

select * from final
