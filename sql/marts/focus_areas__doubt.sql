-- grain: one row per domain: how many of the lines behind it could not be read
-- scope: build
-- materialise: view
-- key: domain

with

delivery as (

    select * from marts.data_quality__delivery
    where is_in_force

),

-- What each domain's signals are made of.
made_of as (

    select
        unnest(['finance', 'capital', 'staff', 'savings', 'targets', 'purchases', 'supervision']) as domain,
        unnest([
            ['posting', 'budget_line', 'forecast'],
            ['posting', 'project', 'project_plan', 'project_appropriation', 'project_year'],
            ['employment_month', 'absence', 'position'],
            ['saving', 'saving_statement'],
            ['target_count'],
            ['posting'],
            ['posting']
        ]) as tables

),

final as (

    select
        made_of.domain,
        sum(delivery.quarantined) / sum(delivery.accepted + delivery.quarantined) as quarantined_share
    from made_of
    inner join delivery on list_contains(made_of.tables, delivery.table_name)
    group by made_of.domain
    having sum(delivery.accepted + delivery.quarantined) > 0

)

select * from final
