-- grain: one row per fiscal year, period, unit of today's organisation and rule with atypical postings at or below it
-- scope: unit_period
-- order: fiscal_year, period, sort_order, rule
-- primary key: fiscal_year, period, unit_id, rule
-- The rule any counts each posting once, however many reasons it has.

with

atypical as (

    select * from marts.supervision__atypical

),

hit as (

    select * from marts.supervision__hit

),

unit_period as (

    select * from marts.organisation__unit_period
    where organisation_view = 'today'

),

reason as (

    select
        atypical.fiscal_year,
        atypical.period,
        atypical.unit_id,
        atypical.amount_dkk,
        hit.rule,
        hit.weight
    from hit
    inner join atypical
        on
            hit.delivery_id = atypical.delivery_id
            and hit.file = atypical.file
            and hit.line = atypical.line

    union all

    select
        fiscal_year,
        period,
        unit_id,
        amount_dkk,
        'any' as rule,
        risk_weight as weight
    from atypical

),

leaf as (

    select
        fiscal_year,
        period,
        unit_id,
        rule,
        count(*) as posting_count,
        sum(amount_dkk) as amount_dkk,
        sum(weight) as risk_weight
    from reason
    group by fiscal_year, period, unit_id, rule

),

below as (

    select
        leaf.* exclude (unit_id),
        unnest(unit_period.unit_path) as unit_id
    from leaf
    inner join unit_period
        on
            leaf.fiscal_year = unit_period.fiscal_year
            and leaf.period = unit_period.period
            and leaf.unit_id = unit_period.unit_id

),

summed as (

    select
        fiscal_year,
        period,
        unit_id,
        rule,
        sum(posting_count) as posting_count,
        sum(amount_dkk) as amount_dkk,
        sum(risk_weight) as risk_weight
    from below
    group by fiscal_year, period, unit_id, rule

),

final as (

    select
        summed.fiscal_year,
        summed.period,
        summed.unit_id,
        unit_period.unit_name,
        unit_period.unit_kind,
        unit_period.parent_unit_id,
        unit_period.level,
        unit_period.is_leaf,
        unit_period.sort_order,
        unit_period.unit_path,
        summed.rule,
        cast(summed.posting_count as bigint) as posting_count,
        cast(summed.amount_dkk as decimal(18, 2)) as amount_dkk,
        cast(summed.risk_weight as decimal(18, 3)) as risk_weight
    from summed
    inner join unit_period
        on
            summed.fiscal_year = unit_period.fiscal_year
            and summed.period = unit_period.period
            and summed.unit_id = unit_period.unit_id

)

select * from final
