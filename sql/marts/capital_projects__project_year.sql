-- grain: one row per project and fiscal year with an allotment or a capital posting
-- scope: unit_today
-- order: fiscal_year, unit_id, project_id
-- primary key: project_id, fiscal_year

with

money_year as (

    select * from marts.capital_projects__money_year

),

carry_over_age as (

    select * from marts.capital_projects__carry_over_age

),

register as (

    select * from marts.capital_projects__register

),

-- What the year ends at: what was spent, in a year that is not over what is expected.
ending as (

    select
        *,
        case when is_closed_year then actual_dkk else forecast_dkk end as ending_dkk,
        carried_out_dkk > 0 as is_carrying,
        -- The last year before this one in which nothing was carried out, or which is not there at all.
        fiscal_year - row_number() over (
            partition by project_id, coalesce(carried_out_dkk > 0, false)
            order by fiscal_year
        ) as run
    from money_year

),

repeated as (

    select
        *,
        case
            when is_carrying
                then row_number() over (
                    partition by project_id, is_carrying, run
                    order by fiscal_year
                )
            when not is_carrying then 0
        end as repeat_carry_over_years
    from ending

),

final as (

    select
        repeated.project_id,
        register.project_name,
        register.unit_id,
        register.unit_name,
        register.unit_path,
        register.project_class,
        register.kind,
        repeated.fiscal_year,
        repeated.is_closed_year,
        repeated.is_newest_year,
        repeated.adopted_allotment_dkk,
        repeated.carried_in_dkk,
        repeated.supplementary_dkk,
        repeated.virement_dkk,
        repeated.price_adjustment_dkk,
        repeated.rephased_dkk,
        cast(repeated.revised_allotment_dkk as decimal(18, 2)) as revised_allotment_dkk,
        cast(repeated.actual_dkk as decimal(18, 2)) as actual_dkk,
        repeated.actual_basis,
        repeated.forecast_dkk,
        cast(repeated.carried_out_dkk as decimal(18, 2)) as carried_out_dkk,
        repeated.carried_out_requested_dkk,
        repeated.carried_out_decided_dkk,
        cast(repeated.revised_allotment_dkk - repeated.actual_dkk as decimal(18, 2)) as unused_dkk,
        cast(
            case
                when repeated.is_closed_year
                    then repeated.revised_allotment_dkk - repeated.actual_dkk - repeated.carried_out_dkk
            end
            as decimal(18, 2)
        ) as lapsed_dkk,
        -- Nothing carried out of a negative allotment is 0, not minus 0.
        repeated.carried_out_dkk / nullif(repeated.revised_allotment_dkk, 0) + 0.0 as carry_over_rate_share,
        case
            when repeated.adopted_allotment_dkk <> 0 and repeated.ending_dkk is not null
                then greatest(
                    1
                    - abs(repeated.ending_dkk - repeated.adopted_allotment_dkk) / abs(repeated.adopted_allotment_dkk),
                    0
                )
        end as phasing_precision_share,
        repeated.actual_dkk / nullif(repeated.adopted_allotment_dkk, 0) + 0.0 as spent_of_adopted_share,
        repeated.actual_dkk / nullif(repeated.revised_allotment_dkk, 0) + 0.0 as spent_of_revised_share,
        (repeated.revised_allotment_dkk - repeated.adopted_allotment_dkk)
        / nullif(repeated.adopted_allotment_dkk, 0) + 0.0 as supplementary_level_share,
        (
            abs(repeated.carried_in_dkk)
            + abs(repeated.supplementary_dkk)
            + abs(repeated.virement_dkk)
            + abs(repeated.price_adjustment_dkk)
            + abs(repeated.rephased_dkk)
        )
        / nullif(abs(repeated.adopted_allotment_dkk), 0) as supplementary_level_gross_share,
        case when repeated.carried_out_dkk is not null then carry_over_age.carried_out_age_1_dkk end
            as carried_out_age_1_dkk,
        case when repeated.carried_out_dkk is not null then carry_over_age.carried_out_age_2_dkk end
            as carried_out_age_2_dkk,
        case when repeated.carried_out_dkk is not null then carry_over_age.carried_out_age_3_dkk end
            as carried_out_age_3_dkk,
        cast(repeated.repeat_carry_over_years as integer) as repeat_carry_over_years,
        repeated.comment,
        repeated.delivery_id,
        repeated.source,
        repeated.file,
        repeated.line
    from repeated
    inner join register on repeated.project_id = register.project_id
    inner join carry_over_age
        on
            repeated.project_id = carry_over_age.project_id
            and repeated.fiscal_year = carry_over_age.fiscal_year

)

select * from final
