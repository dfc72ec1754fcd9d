"""Plotly's own definition of a figure, to hold our charts against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plotly import graph_objects

from dashboard.components.plotly_figure import PlotlyChart


def assert_is_plotly(chart: PlotlyChart) -> None:
    """Plotly knows every property of the chart, wide and on a phone; each trace can be read without seeing it."""
    for layout in (chart.layout, {**chart.layout, **chart.narrow}):
        graph_objects.Figure(data=list(chart.traces), layout=layout)
    assert chart.title
    assert chart.description
    assert chart.rows
    assert all(len(row.cells) == len(chart.columns) for row in chart.rows)
    assert not {name for name in _names(list(chart.traces)) if name.endswith("template")}, "numbers are texts of ours"


def texts_of(chart: PlotlyChart) -> list[str]:
    """Every text that is drawn or shown when something is pointed at."""
    return [text for text in _texts([list(chart.traces), chart.layout, chart.narrow]) if text]


def _names(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, one in part.items():
            yield name
            yield from _names(one)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _names(one)


def _texts(part: Any, name: str = "") -> Iterator[str]:
    if isinstance(part, str) and name in ("text", "hovertext", "ticktext"):
        yield part
    elif isinstance(part, dict):
        for key, one in part.items():
            yield from _texts(one, key)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _texts(one, name)
