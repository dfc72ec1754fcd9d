-- grain: one row per fiscal year and line of the carry-over case
-- scope: unit_today
-- order: fiscal_year, part, sort_order, project_name, line_id
-- key: fiscal_year, line_id

with

basis as (

    select * from marts.carry_over_case__basis

),

rule as (

    select * from staging.carry_over_rule

),

purpose as (

    select * from staging.carry_over_purpose

),

choice as (

    select * from staging.carry_over_choice

),

named_purpose as (

    select
        rule_name,
        fiscal_year,
        coalesce(unit_id, '') as unit_id,
        coalesce(project_id, '') as project_id,
        sum(amount_dkk) as purpose_dkk,
        string_agg(text_da, ', ' order by text_da) as purpose_da,
        string_agg(text_en, ', ' order by text_en) as purpose_en
    from purpose
    group by all

),

-- Without a limit any amount follows: the limit is NULL.
bounded as (

    select
        basis.*,
        rule.title_da,
        rule.title_en,
        rule.is_transferred,
        rule.share_up,
        rule.share_down,
        rule.cap_dkk,
        rule.overspend_always_follows,
        rule.only_named_purposes,
        rule.spread_2,
        rule.spread_3,
        rule.spread_4,
        named_purpose.purpose_da,
        named_purpose.purpose_en,
        coalesce(named_purpose.purpose_dkk, 0) as purpose_dkk,
        cast(round(rule.share_up * abs(basis.revised_dkk), 2) as decimal(18, 2)) as share_up_dkk,
        cast(round(rule.share_down * abs(basis.revised_dkk), 2) as decimal(18, 2)) as share_down_dkk,
        case when rule.only_named_purposes then coalesce(named_purpose.purpose_dkk, 0) end as named_dkk
    from basis
    left join rule on basis.rule_name = rule.rule_name
    left join named_purpose
        on
            basis.rule_name = named_purpose.rule_name
            and basis.fiscal_year = named_purpose.fiscal_year
            and case when basis.part = 'capital' then '' else basis.unit_id end = named_purpose.unit_id
            and basis.project_id = named_purpose.project_id

),

limited as (

    select
        *,
        case
            when rule_name is null or (left_dkk > 0 and not is_transferred) then 0
            when left_dkk > 0 then least(share_up_dkk, cap_dkk, named_dkk)
            when overspend_always_follows then null
            when not is_transferred then 0
            else least(share_down_dkk, cap_dkk)
        end as limit_dkk
    from bounded

),

allowed as (

    select
        limited.*,
        choice.round_to_oere,
        cast(
            sign(limited.left_dkk) * least(abs(limited.left_dkk), coalesce(limited.limit_dkk, abs(limited.left_dkk)))
            * 100
            as bigint
        ) as allowed_oere
    from limited
    cross join choice

),

-- Whole steps towards zero: never more than the rule lets through. All of it in whole øre: nothing is lost in division.
proposed as (

    select
        *,
        allowed_oere - allowed_oere % round_to_oere as proposed_oere
    from allowed

),

in_millionths as (

    select
        *,
        1000000 * cast(round_to_oere as hugeint) as step,
        cast(proposed_oere as hugeint) * cast(coalesce(spread_2, 0) * 1000000 as bigint) as part_2,
        cast(proposed_oere as hugeint) * cast(coalesce(spread_3, 0) * 1000000 as bigint) as part_3,
        cast(proposed_oere as hugeint) * cast(coalesce(spread_4, 0) * 1000000 as bigint) as part_4
    from proposed

),

spread as (

    select
        *,
        cast(proposed_oere as decimal(18, 0)) * 0.01 as carried_dkk,
        cast((part_2 - part_2 % step) // 1000000 as decimal(18, 0)) * 0.01 as carried_2_dkk,
        cast((part_3 - part_3 % step) // 1000000 as decimal(18, 0)) * 0.01 as carried_3_dkk,
        cast((part_4 - part_4 % step) // 1000000 as decimal(18, 0)) * 0.01 as carried_4_dkk
    from in_millionths

),

final as (

    select
        fiscal_year,
        line_id,
        part,
        into_fiscal_year,
        cast(period as integer) as period,
        is_year_over,
        unit_id,
        unit_name,
        centre_id,
        centre_name,
        unit_path,
        sort_order,
        expenditure_class,
        is_frame_steered,
        budget_type,
        function_code,
        function_name,
        project_id,
        project_name,
        adopted_dkk,
        carried_in_dkk,
        revised_dkk,
        outturn_dkk,
        outturn_basis,
        left_dkk,
        requested_dkk,
        rule_name,
        title_da as rule_title_da,
        title_en as rule_title_en,
        share_up,
        share_down,
        cap_dkk,
        purpose_da,
        purpose_en,
        -- A person's amount is spread as the rule says, like the proposal.
        coalesce(spread_2, 0) as spread_2,
        coalesce(spread_3, 0) as spread_3,
        coalesce(spread_4, 0) as spread_4,
        cast(limit_dkk as decimal(18, 2)) as limit_dkk,
        case
            when left_dkk = 0 then 'nothing_left'
            when rule_name is null then 'no_rule'
            when left_dkk < 0 and overspend_always_follows then 'overspend_follows'
            when not is_transferred then 'no_transfer'
            when left_dkk > 0 and only_named_purposes and purpose_dkk = 0 then 'no_purpose'
            when left_dkk > 0 and only_named_purposes and limit_dkk = named_dkk then 'named_purpose'
            when limit_dkk is null then 'free'
            when abs(left_dkk) <= limit_dkk then 'within_limit'
            when limit_dkk = cap_dkk then 'cap'
            else 'share'
        end as decided_by,
        cast(carried_dkk as decimal(18, 2)) as proposed_dkk,
        cast(left_dkk - carried_dkk as decimal(18, 2)) as lapsed_dkk,
        -- What the shares leave over by rounding goes to the coming year.
        cast(carried_dkk - carried_2_dkk - carried_3_dkk - carried_4_dkk as decimal(18, 2)) as into_year_1_dkk,
        cast(carried_2_dkk as decimal(18, 2)) as into_year_2_dkk,
        cast(carried_3_dkk as decimal(18, 2)) as into_year_3_dkk,
        cast(carried_4_dkk as decimal(18, 2)) as into_year_4_dkk
    from spread

)

select * from final
