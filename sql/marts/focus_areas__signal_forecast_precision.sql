-- grain: one row per span that ends a year and unit whose last forecast of it can be held against the accounts
-- scope: build
-- materialise: view
-- member of: focus_areas__signal
-- owner: Budget, Analyse og Data
-- page: forecast_accuracy
-- name da: Prognosens præcision
-- name en: Forecast precision
-- title da: Prognosen for {subject} ramte {deviation} dårligere end kommunens
-- title en: The forecast for {subject} was {deviation} less precise than the municipality's
-- good da: Prognosen for {subject} ramte {deviation} bedre end kommunens
-- good en: The forecast for {subject} was {deviation} more precise than the municipality's
-- sees da: Årets sidste prognose for {subject} ramte regnskabet med en præcision på {value}. For hele kommunen var den
--     {reference}.
-- sees en: The last forecast of the year for {subject} met the accounts with a precision of {value}. For the whole
--     municipality it was {reference}.
-- why da: En prognose, der holder, gør det muligt at handle i tide.
-- why en: A forecast that holds makes it possible to act in time.
-- silent da: Et enkelt år er få tal, og én stor regning kan flytte præcisionen.
-- silent en: A single year is few figures, and one large bill can move the precision.

with

money as (

    select * from marts.focus_areas__money

),

unit_round as (

    select *
    from marts.forecast_accuracy__unit_round
    where organisation_view = 'today' and item_level = 'unit' and account_group = 'all' and precision_share is not null
    qualify row_number() over (partition by fiscal_year, unit_id order by round_number desc) = 1

),

-- Rates only, in whole per mille: no kroner of another unit can be worked out from them.
municipality as (

    select
        fiscal_year,
        round_number,
        round(precision_share, 3) as precision_share
    from unit_round
    where unit_id = 'municipality'

),

final as (

    select
        money.span,
        'forecast_precision' as signal,
        'finance' as domain,
        money.unit_id,
        'unit' as subject_kind,
        money.unit_id as subject_id,
        money.unit_name as subject_name,
        'share' as unit,
        cast(unit_round.precision_share as decimal(24, 6)) as value,
        cast(municipality.precision_share as decimal(24, 6)) as reference,
        'municipality' as reference_kind,
        -- One per cent of what is spent: half of the share at which an overspend calls for attention.
        cast(0.01 as decimal(24, 6)) as threshold,
        -1 as bad_side,
        true as has_strength,
        cast(unit_round.absolute_error_dkk as decimal(18, 2)) as money_dkk,
        cast(null as decimal(9, 6)) as touched_share,
        cast(0 as decimal(9, 6)) as doubtful_share
    from money
    inner join unit_round
        on
            money.fiscal_year = unit_round.fiscal_year
            and money.unit_id = unit_round.unit_id
    inner join municipality
        on
            unit_round.fiscal_year = municipality.fiscal_year
            and unit_round.round_number = municipality.round_number
    where money.last_period = 12

)

select * from final
