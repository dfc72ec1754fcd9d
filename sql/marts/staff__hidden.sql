-- grain: one row per domain and unit that is not shown in it
-- scope: build
-- key: domain, unit_id
-- What a reader can work out from shown sums is, for each shown unit, itself less its shown parts: its rest. Every rest
-- must be about nobody or enough people, in every cell. A unit with too few in any cell is hidden in all; with it,
-- under each unit above, the sisters after it in a fixed order until they are enough together in every cell. Sets that
-- are enough stay so when they are joined, hence so is every rest. The order is no matter of size, so another month
-- does not exchange one hidden sister for another.

with

people as (

    select * from marts.staff__people

),

told_hidden as (

    select * from staging.told_staff_hidden

),

chosen as (

    select * from staging.staff_setting

),

ever as (

    select
        domain,
        unit_id,
        people
    from people

    union all

    select
        domain,
        unit_id,
        least_people as people
    from told_hidden

),

few as (

    select
        ever.domain,
        ever.unit_id,
        min(ever.people) as least_people
    from ever
    cross join chosen
    group by ever.domain, ever.unit_id, chosen.fewest
    having min(ever.people) < chosen.fewest

),

placed as (

    select
        domain,
        parent_unit_id,
        unit_id,
        max(people) as people
    from people
    group by domain, parent_unit_id, unit_id

),

domain as (

    select distinct domain from people

),

parent as (

    select distinct
        domain,
        parent_unit_id
    from people

),

sister as (

    select
        placed.domain,
        placed.parent_unit_id,
        placed.unit_id,
        placed.people,
        row_number() over (
            partition by placed.domain, placed.parent_unit_id
            order by parent.parent_unit_id is not null, placed.unit_id
        ) as place,
        count(*) over (partition by placed.domain, placed.parent_unit_id) as sister_count
    from placed
    left join parent
        on
            placed.domain = parent.domain
            and placed.unit_id = parent.parent_unit_id
    where placed.parent_unit_id is not null

),

-- From each unit with too few through all its sisters: itself is step 1. The months are told again in every release, so
-- there the order is fixed: once round. A year is told when it is over: there the smallest sisters come first.
around as (

    select
        sister.domain,
        sister.parent_unit_id,
        sister.unit_id as few_unit_id,
        other.unit_id,
        row_number() over (
            partition by sister.domain, sister.parent_unit_id, sister.unit_id
            order by
                other.unit_id <> sister.unit_id,
                case when sister.domain <> 'month' then other.people end,
                (other.place - sister.place + sister.sister_count) % sister.sister_count
        ) as step
    from sister
    inner join few
        on
            sister.domain = few.domain
            and sister.unit_id = few.unit_id
    inner join sister as other
        on
            sister.domain = other.domain
            and sister.parent_unit_id = other.parent_unit_id

),

reached as (

    select
        around.domain,
        around.parent_unit_id,
        around.few_unit_id,
        around.step,
        people.cell,
        people.measure,
        greatest(max(people.people), sum(people.main_people)) as people
    from around
    inner join around as nearer
        on
            around.domain = nearer.domain
            and around.parent_unit_id = nearer.parent_unit_id
            and around.few_unit_id = nearer.few_unit_id
            and around.step >= nearer.step
    inner join people
        on
            nearer.domain = people.domain
            and nearer.parent_unit_id = people.parent_unit_id
            and nearer.unit_id = people.unit_id
    group by all

),

not_enough as (

    select distinct
        reached.domain,
        reached.parent_unit_id,
        reached.few_unit_id,
        reached.step
    from reached
    cross join chosen
    where reached.people < chosen.fewest

),

enough as (

    select
        around.domain,
        around.parent_unit_id,
        around.few_unit_id,
        min(around.step) as step
    from around
    anti join not_enough
        on
            around.domain = not_enough.domain
            and around.parent_unit_id = not_enough.parent_unit_id
            and around.few_unit_id = not_enough.few_unit_id
            and around.step = not_enough.step
    group by all

),

chosen_to_hide as (

    select
        domain,
        unit_id
    from few

    union

    -- Where all sisters are not enough, neither is the unit above.
    select
        around.domain,
        around.unit_id
    from around
    left join enough
        on
            around.domain = enough.domain
            and around.parent_unit_id = enough.parent_unit_id
            and around.few_unit_id = enough.few_unit_id
    where around.step <= coalesce(enough.step, around.step)

    union

    select
        told_hidden.domain,
        told_hidden.unit_id
    from told_hidden
    semi join sister
        on
            told_hidden.domain = sister.domain
            and told_hidden.unit_id = sister.unit_id
    semi join few on told_hidden.domain = few.domain

),

-- What is hidden in the months is hidden in each year, and what lies below a hidden unit with it.
in_domain as (

    select
        domain.domain,
        chosen_to_hide.unit_id
    from domain
    inner join chosen_to_hide on chosen_to_hide.domain in (domain.domain, 'month')

),

leaf_path as (

    select distinct unit_path from marts.staff__leaf_month

),

below as (

    select distinct
        in_domain.domain,
        unnest(leaf_path.unit_path[list_position(leaf_path.unit_path, in_domain.unit_id):]) as unit_id
    from in_domain
    inner join leaf_path on list_contains(leaf_path.unit_path, in_domain.unit_id)

),

final as (

    select
        below.domain,
        below.unit_id,
        case when few.unit_id is null then 'complementary' else 'few' end as hidden_reason,
        few.least_people
    from below
    left join few
        on
            below.unit_id = few.unit_id
            and below.domain = few.domain

)

select * from final
