-- grain: one row per list, fiscal year, period, unit of today's organisation and supplier: the 25 largest, and the rest
-- scope: unit_period
-- order: supplier_list, fiscal_year, period, unit_id, supplier_rank
-- primary key: supplier_list, fiscal_year, period, unit_id, supplier_rank

with

cell as (

    select * from marts.purchases__cell

),

account_year as (

    select * from marts.purchases__account_year

),

cost_centre_year as (

    select * from marts.organisation__cost_centre_year

),

unit_period as (

    select * from marts.organisation__unit_period
    where organisation_view = 'today'

),

part as (

    select
        'outside_agreement' as supplier_list,
        cell.fiscal_year,
        cell.period,
        cell.cost_centre,
        cell.supplier_id,
        cell.supplier_name,
        cell.told_agreement_count - cell.on_agreement_count as posting_count,
        cell.told_agreement_dkk - cell.on_agreement_dkk as amount_dkk
    from cell
    inner join account_year
        on
            cell.fiscal_year = account_year.fiscal_year
            and cell.account = account_year.account
    where account_year.has_agreement and cell.told_agreement_count > cell.on_agreement_count

    union all

    select
        'consultant' as supplier_list,
        fiscal_year,
        period,
        cost_centre,
        supplier_id,
        supplier_name,
        consultant_count as posting_count,
        consultant_dkk as amount_dkk
    from cell
    where consultant_count > 0

),

monthly as (

    select
        part.supplier_list,
        part.fiscal_year,
        part.period as month,
        unnest(unit_period.unit_path) as unit_id,
        part.supplier_id,
        part.supplier_name,
        part.posting_count,
        part.amount_dkk
    from part
    inner join cost_centre_year
        on
            part.fiscal_year = cost_centre_year.fiscal_year
            and part.cost_centre = cost_centre_year.cost_centre
    inner join unit_period
        on
            part.fiscal_year = unit_period.fiscal_year
            and part.period = unit_period.period
            and cost_centre_year.unit_id = unit_period.unit_id

),

summed as (

    select
        supplier_list,
        fiscal_year,
        month,
        unit_id,
        supplier_id,
        max(supplier_name) as supplier_name,
        sum(posting_count) as posting_count,
        sum(amount_dkk) as amount_dkk
    from monthly
    group by supplier_list, fiscal_year, month, unit_id, supplier_id

),

to_date as (

    select
        summed.supplier_list,
        unit_period.fiscal_year,
        unit_period.period,
        unit_period.unit_id,
        summed.supplier_id,
        max(summed.supplier_name) as supplier_name,
        sum(summed.posting_count) as posting_count,
        sum(summed.amount_dkk) as amount_dkk
    from unit_period
    inner join summed
        on
            unit_period.fiscal_year = summed.fiscal_year
            and unit_period.unit_id = summed.unit_id
            and unit_period.period >= summed.month
    group by
        summed.supplier_list, unit_period.fiscal_year, unit_period.period, unit_period.unit_id, summed.supplier_id

),

ranked as (

    select
        *,
        least(
            row_number() over (
                partition by supplier_list, fiscal_year, period, unit_id order by amount_dkk desc, supplier_id asc
            ),
            26
        ) as supplier_rank
    from to_date

),

final as (

    select
        supplier_list,
        fiscal_year,
        period,
        unit_id,
        cast(supplier_rank as integer) as supplier_rank,
        case when supplier_rank < 26 then nullif(max(supplier_id), '') end as supplier_id,
        case when supplier_rank < 26 then max(supplier_name) end as supplier_name,
        count(*) as supplier_count,
        cast(sum(posting_count) as bigint) as posting_count,
        cast(sum(amount_dkk) as decimal(18, 2)) as amount_dkk
    from ranked
    group by supplier_list, fiscal_year, period, unit_id, supplier_rank

)

select * from final
