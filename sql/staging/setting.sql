-- grain: one row, the municipality's own choices

with

setting as (

    select * from raw.setting

),

final as (

    select
        coalesce(max(value) filter (where name = 'municipality_name'), 'Kommunen') as municipality_name,
        cast(coalesce(max(value) filter (where name = 'act_share'), '0.02') as decimal(9, 6)) as act_share,
        cast(coalesce(max(value) filter (where name = 'act_dkk'), '250000') as decimal(18, 2)) as act_dkk,
        cast(coalesce(max(value) filter (where name = 'watch_factor'), '0.5') as decimal(9, 6)) as watch_factor,
        -- The day that lateness is judged on, given by the build: the SQL itself gives the same answer on every day.
        cast(max(value) filter (where name = 'built_on') as date) as built_on,
        nullif(max(value) filter (where name = 'previous_release'), '') as previous_release,
        -- What is wrong with that release's file, where it could not be read.
        nullif(max(value) filter (where name = 'previous_fault'), '') as previous_fault,
        -- The release that is served, where nothing is kept of what it has told of people.
        nullif(max(value) filter (where name = 'told_missing'), '') as told_missing
    from setting

)

select * from final
