-- grain: one row per fiscal year, frame (service, capital) and later year that something is carried into
-- scope: municipality
-- order: fiscal_year, frame, into_fiscal_year
-- key: fiscal_year, frame, into_fiscal_year
-- What the case adds to a later year, beside what that year may spend.

with

line as (

    select * from marts.carry_over_case__line

),

case_year as (

    select * from marts.carry_over_case__year

),

frame_amount as (

    select * from staging.carry_over_frame

),

budget_line as (

    select * from staging.budget_line
    where kind <> 'carry_over'

),

function_list as (

    select * from marts.chart__function

),

frame as (

    select unnest(['service', 'capital']) as frame

),

later_year as (

    select unnest(range(1, 5)) as years_later

),

carried as (

    select
        line.fiscal_year,
        case when line.part = 'capital' then 'capital' else 'service' end as frame,
        later_year.years_later,
        sum(
            case later_year.years_later
                when 1 then line.into_year_1_dkk
                when 2 then line.into_year_2_dkk
                when 3 then line.into_year_3_dkk
                else line.into_year_4_dkk
            end
        ) as carried_dkk
    from line
    cross join later_year
    where line.part = 'capital' or line.expenditure_class = 'service'
    group by all

),

-- What is granted without any carry-over, as far as it is decided.
budget as (

    select
        budget_line.fiscal_year,
        case when budget_line.budget_type = '3' then 'capital' else 'service' end as frame,
        sum(budget_line.amount_dkk) as budget_dkk
    from budget_line
    left join function_list on budget_line.function_code = function_list.function_code
    where
        budget_line.budget_type = '3'
        or (budget_line.budget_type = '1' and function_list.expenditure_class = 'service')
    group by all

),

final as (

    select
        case_year.fiscal_year,
        cast(case_year.fiscal_year + later_year.years_later as integer) as into_fiscal_year,
        cast(later_year.years_later as integer) as years_later,
        frame.frame,
        frame_amount.frame_dkk is not null as is_counted,
        frame_amount.frame_dkk,
        cast(budget.budget_dkk as decimal(18, 2)) as budget_dkk,
        cast(coalesce(carried.carried_dkk, 0) as decimal(18, 2)) as proposed_dkk,
        cast(budget.budget_dkk + coalesce(carried.carried_dkk, 0) as decimal(18, 2)) as budget_after_dkk,
        -- Above zero there is room left, below the frame is exceeded if everything is spent.
        cast(frame_amount.frame_dkk - budget.budget_dkk - coalesce(carried.carried_dkk, 0) as decimal(18, 2))
            as room_dkk
    from case_year
    cross join later_year
    cross join frame
    left join carried
        on
            case_year.fiscal_year = carried.fiscal_year
            and later_year.years_later = carried.years_later
            and frame.frame = carried.frame
    left join frame_amount
        on
            frame.frame = frame_amount.frame
            and case_year.fiscal_year + later_year.years_later = frame_amount.fiscal_year
    left join budget
        on
            frame.frame = budget.frame
            and case_year.fiscal_year + later_year.years_later = budget.fiscal_year
    where later_year.years_later = 1 or carried.carried_dkk <> 0

)

select * from final
