-- grain: one row per budget basis, fiscal year, period and unit (or account of a unit) of the release before
-- materialise: view

with

published_figure as (

    select * from raw.published_figure

)

select * from published_figure
