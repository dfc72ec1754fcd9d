"""A chart that is pointed at, zoomed into or clicked: Plotly in the browser, with an equivalent table below.

Plotly's script is 4.7 MB: it is fetched by the first page that shows such a chart, never by the others. A simple chart
stays with `components.figure` (DECISIONS.md, 17).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.components.browser import OnAct, mount
from dashboard.components.figure import NoChart, figure
from dashboard.texts import Texts

SCRIPT_PATH = "/assets/plotly.min.js"

Trace = dict[str, Any]
Layout = dict[str, Any]


@dataclass(frozen=True)
class FigureRow:
    """A row of the equivalent table: its name and its figures, ready to read. `id` makes the name a way to go there."""

    cells: tuple[str, ...]
    id: str = ""


@dataclass(frozen=True)
class PlotlyChart:
    """A chart. `title` says the finding, `unit` what is drawn, `description` the same as the picture, in words.

    `traces` and `layout` are Plotly's own, made with `dashboard.charts.plotly_figure`; a trace whose `meta` is `wide`
    or `narrow` is drawn in that width only. `narrow` replaces parts of the layout on a phone. A trace's `customdata`
    is where a click on it goes.
    """

    title: str
    unit: str
    description: str
    traces: tuple[Trace, ...]
    layout: Layout
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    height: int = 300
    narrow_height: int | None = None
    narrow: Layout = field(default_factory=dict)
    zooms: bool = False


def plotly_figure(texts: Texts, chart: PlotlyChart | NoChart, *, key: str, on_act: OnAct | None = None) -> None:
    """Draw it. Act: `{"at": id}` when what has an id is clicked, in the chart or in its table."""
    if isinstance(chart, NoChart):
        figure(chart, key=key, on_act=on_act)
        return
    data: dict[str, Any] = {
        "title": chart.title,
        "unit": chart.unit,
        "description": chart.description,
        "traces": list(chart.traces),
        "layout": chart.layout,
        "narrow": chart.narrow,
        "height": chart.height,
        "narrow_height": chart.narrow_height,
        "zooms": chart.zooms,
        "goes": on_act is not None,
        "table": {"columns": list(chart.columns), "rows": [asdict(row) for row in chart.rows]},
        "script": script_address(),
        "words": {
            "show": texts.say("Show as a table"),
            "whole": texts.say("Show everything again"),
            "failed": texts.say("The chart could not be drawn; the table below holds its figures."),
        },
    }
    mount("plotly_figure", data, key=key, on_act=on_act)


def script_address() -> str:
    """Where the browser gets Plotly's script; another version has another address, so that it can be kept for long."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"{'/' + base if base else ''}{SCRIPT_PATH}?v={_version()}"


def script_file() -> Path:
    """Plotly's script as it lies in the library, found without importing it."""
    found = find_spec("plotly")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("plotly is not installed")
    return Path(found.submodule_search_locations[0]) / "package_data" / "plotly.min.js"


@lru_cache
def _version() -> str:
    return version("plotly")
