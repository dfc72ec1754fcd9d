-- severity: warning
-- sentence: A carry-over rule or purpose names a unit or project that is not there, so it decides nothing there.

with

rule as (

    select * from staging.carry_over_rule

),

purpose as (

    select * from staging.carry_over_purpose

),

organisation as (

    select * from staging.organisation

),

register as (

    select * from marts.capital_projects__register

),

named_place as (

    select
        rule_name,
        'unit' as named_as,
        unnest(units) as named
    from rule

    union all

    select
        rule_name,
        'project' as named_as,
        unnest(projects) as named
    from rule

    union all

    select
        rule_name,
        case when unit_id is null then 'project' else 'unit' end as named_as,
        coalesce(unit_id, project_id) as named
    from purpose

),

known as (

    select
        'unit' as named_as,
        unit_id as named
    from organisation
    union
    select
        'unit' as named_as,
        unit_id || '-own' as named
    from organisation
    union
    select
        'unit' as named_as,
        unnest(['municipality', 'unknown']) as named
    union
    select
        'project' as named_as,
        project_id as named
    from register

),

final as (

    select distinct
        rule_name,
        named_as,
        named
    from named_place
    where (named_as, named) not in (select (known.named_as, known.named) from known)

)

select * from final
