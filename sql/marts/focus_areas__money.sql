-- grain: one row per span and unit with a follow-up: what signals about its budget are made of
-- scope: build
-- key: span, unit_id

with

span as (

    select * from marts.focus_areas__span

),

period as (

    select * from marts.budget_followup__period

),

followup as (

    select * from marts.budget_followup__unit_period
    where organisation_view = 'today' and budget_basis = 'with_carry_over'

),

unit_period as (

    select * from marts.organisation__unit_period
    where organisation_view = 'today'

),

-- A year ends with its closing entries.
told as (

    select
        span.span,
        span.fiscal_year,
        span.last_period,
        max(period.period) as period
    from span
    inner join period
        on
            span.fiscal_year = period.fiscal_year
            and span.last_period <= period.period
            and (span.last_period = 12 or span.last_period = period.period)
    group by span.span, span.fiscal_year, span.last_period

),

-- What stood at the end of each round's time.
by_round as (

    select
        fiscal_year,
        unit_id,
        forecast_round,
        min(period) as first_period,
        arg_max(forecast_variance_dkk, period) as forecast_variance_dkk
    from followup
    where forecast_round is not null
    group by fiscal_year, unit_id, forecast_round

),

round_before as (

    select
        fiscal_year,
        unit_id,
        forecast_round,
        lag(forecast_variance_dkk) over (partition by fiscal_year, unit_id order by first_period)
            as last_round_variance_dkk
    from by_round

),

leaf as (

    select
        told.span,
        unnest(unit_period.unit_path) as unit_id
    from told
    inner join followup
        on
            told.fiscal_year = followup.fiscal_year
            and told.period = followup.period
    inner join unit_period
        on
            followup.fiscal_year = unit_period.fiscal_year
            and followup.period = unit_period.period
            and followup.unit_id = unit_period.unit_id
    where followup.is_leaf

),

leaves as (

    select
        span,
        unit_id,
        count(*) as leaf_count
    from leaf
    group by span, unit_id

),

final as (

    select
        told.span,
        told.fiscal_year,
        told.last_period,
        followup.unit_id,
        followup.unit_name,
        followup.revised_dkk,
        followup.phased_dkk,
        coalesce(followup.phasing_estimated_share, 0) as phasing_estimated_share,
        followup.actual_dkk,
        -- What the year comes to: when it is over what was spent, until then what its leaders expect.
        case when told.last_period = 12 then followup.actual_dkk else followup.forecast_dkk end as year_dkk,
        followup.forecast_round,
        followup.forecast_variance_dkk,
        round_before.last_round_variance_dkk,
        case
            when told.last_period = 12 then 0
            else least(1, coalesce(followup.forecast_missing_unit_count / nullif(leaves.leaf_count, 0), 0))
        end as forecast_missing_share
    from told
    inner join followup
        on
            told.fiscal_year = followup.fiscal_year
            and told.period = followup.period
    left join round_before
        on
            followup.fiscal_year = round_before.fiscal_year
            and followup.unit_id = round_before.unit_id
            and followup.forecast_round = round_before.forecast_round
    left join leaves
        on
            told.span = leaves.span
            and followup.unit_id = leaves.unit_id

)

select * from final
