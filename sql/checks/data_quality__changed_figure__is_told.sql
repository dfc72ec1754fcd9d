-- severity: warning
-- sentence: Figures that were published before have another value now.

with

changed_figure as (

    select * from marts.data_quality__changed_figure

)

select * from changed_figure
