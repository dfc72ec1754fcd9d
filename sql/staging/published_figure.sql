-- grain: one row per fiscal year, period and unit of the release that is served while this one is built

with

published_figure as (

    select * from raw.published_figure

)

select * from published_figure
