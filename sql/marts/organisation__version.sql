-- grain: one row per day that a figure stands at and unit or cost centre ever known
-- scope: build

with

organisation as (

    select * from staging.organisation
    where unit_id not in ('municipality', 'unknown')

),

period as (

    select * from marts.budget_followup__period

),

fiscal_year as (

    select * from marts.budget_followup__year

),

setting as (

    select * from staging.setting

),

-- Without a ledger the day of the build is today: capital projects need an organisation too.
standing_day as (

    select last_day as day from period
    union
    select reference_day as day from fiscal_year
    union
    select coalesce(built_on, date '9999-12-31') as day from setting
    where not exists (select 1 from period)

),

-- A closed unit keeps its last row, one that is not open yet has its first: money that lands there is not lost.
-- Among rows that are true on the same day (a check finds them) the newest counts.
standing as (

    select
        standing_day.day,
        organisation.unit_id,
        organisation.unit_name,
        organisation.parent_unit_id,
        organisation.unit_kind,
        standing_day.day between organisation.valid_from and organisation.valid_to as is_valid
    from standing_day
    cross join organisation
    qualify
        row_number() over (
            partition by standing_day.day, organisation.unit_id
            order by
                case
                    when organisation.valid_from > standing_day.day then 2
                    when organisation.valid_to < standing_day.day then 1
                    else 0
                end,
                abs(organisation.valid_from - standing_day.day),
                organisation.file,
                organisation.line
        ) = 1

),

final as (

    select
        standing.day,
        standing.unit_id,
        standing.unit_name,
        standing.unit_kind,
        standing.is_valid,
        -- A unit whose parent is not known stands directly below the municipality (a check finds it).
        case
            when parent.unit_id is null then 'municipality'
            when parent.unit_kind = 'cost_centre' and standing.unit_kind <> 'cost_centre' then 'municipality'
            else parent.unit_id
        end as parent_unit_id,
        -- æ, ø, å come after z, in that order.
        translate(lower(standing.unit_name), 'æøå', '{|}') || ' ' || standing.unit_id as sort_key
    from standing
    left join standing as parent
        on
            standing.day = parent.day
            and standing.parent_unit_id = parent.unit_id

)

select * from final
