"""What Plotly charts are made of here: colours by meaning, axes in our words, names where a line ends.

A figure is Plotly's own JSON (`dict`), so that nothing of the library is loaded by the server; a test holds every
chart against Plotly's definition of it. A text is plain text, with line feeds: the browser's part writes it so that
nothing in it is markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, TypedDict

from dashboard.charts.scales import apart, reach, round_steps
from dashboard.components.plotly_figure import Layout, Trace
from dashboard.texts import Texts, Unit

Meaning = Literal[
    "ink", "muted", "paper", "panel", "accent", "over", "under", "watch", "reference", "line", "line-strong"
]
Dash = Literal["solid", "dash", "dot"]

LETTER = 6.9  # px that a letter of a label takes at most
LABEL_GAP = 16  # px between two labels
ROW, NARROW_ROW = 26, 38  # px of a row of names


def colour(meaning: Meaning, tint: int = 100) -> str:
    """The colour of a meaning, as the theme has it in light and in dark; `tint` per cent of it over what lies below."""
    return f"var(--{meaning})" if tint == 100 else f"var(--{meaning}-{tint})"


def layout(texts: Texts, **parts: Any) -> Layout:
    """The frame of every chart; `parts` are Plotly's own (xaxis, yaxis, annotations, shapes, margin …)."""
    return {
        "font": {"family": '"Public Sans", sans-serif', "size": 12.5, "color": colour("ink")},
        "separators": ",." if texts.language == "da" else ".,",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colour("paper"),
            "bordercolor": colour("line-strong"),
            "font": {"family": '"Public Sans", sans-serif', "size": 13, "color": colour("ink")},
            "align": "left",
            "namelength": 0,
        },
        "bargap": 0.3,
        "xaxis": axis(),
        "yaxis": axis(),
        **parts,
        "margin": {"l": 8, "r": 8, "t": 10, "b": 8, "pad": 4, **parts.get("margin", {})},
    }


def axis(**parts: Any) -> Layout:
    """An axis without lines of its own, with quiet numbers. It cannot be zoomed unless `fixedrange` says so."""
    return {
        "showgrid": False,
        "gridcolor": colour("line"),
        "zeroline": False,
        "tickfont": {"color": colour("muted")},
        "tickangle": 0,
        "automargin": True,
        "fixedrange": True,
        **parts,
    }


def amount_axis(texts: Texts, values: Sequence[float], unit: Unit, **parts: Any) -> Layout:
    """From the lowest to the highest of `values` (DKK) with zero, at round amounts written in `unit`."""
    ticks = round_steps(values)
    whole = all(tick % _SIZE[unit] == 0 for tick in ticks)
    words = [texts.count(round(tick / _SIZE[unit])) if whole else texts.amount(tick, unit) for tick in ticks]
    return number_axis(values, ticks, words, **parts)


def share_axis(texts: Texts, values: Sequence[float], **parts: Any) -> Layout:
    """As `amount_axis`, for shares: 0.35 is `35 %`."""
    ticks = round_steps(values)
    places = 0 if all(abs(tick * 100 - round(tick * 100)) < 1e-9 for tick in ticks) else 1
    return number_axis(values, ticks, [texts.share(tick, places) for tick in ticks], **parts)


def number_axis(values: Sequence[float], ticks: Sequence[float], words: Sequence[str], **parts: Any) -> Layout:
    """An axis with lines across at `ticks`, called `words`; zero is a stronger line."""
    return axis(
        range=list(reach(values)),
        tickmode="array",
        tickvals=list(ticks),
        ticktext=list(words),
        showgrid=True,
        zeroline=True,
        zerolinecolor=colour("line-strong"),
        **parts,
    )


def day_axis(texts: Texts, first: date, last: date, **parts: Any) -> Layout:
    """A time axis from `first` to `last`, marked by years, or by months where it is short."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60) if months / step <= 8), 120)
    begins = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13, min(step, 12))
        if first <= date(year, month, 1) <= last and (step <= 12 or year % (step // 12) == 0)
    ]
    words = [
        str(day.year) if step >= 12 else f"{texts.month_name(day.month, short=True)}\n{day.year}" for day in begins
    ]
    return axis(
        type="date",
        range=[first.isoformat(), last.isoformat()],
        tickmode="array",
        tickvals=[day.isoformat() for day in begins],
        ticktext=words,
        showgrid=True,
        **parts,
    )


def year_axis(years: Sequence[int], **parts: Any) -> Layout:
    """An axis of years (whole numbers), each with its name."""
    low, high = min(years), max(years)
    return axis(
        range=[low - 0.35, high + 0.35], tickmode="array", tickvals=list(years), ticktext=list(map(str, years)), **parts
    )


def row_axis(names: Sequence[str]) -> tuple[Layout, list[Layout]]:
    """Rows with names, the first at the top, at y = 0, 1, 2 …: the axis, and its names above the rows for a phone.

    Give the list as `narrow={"annotations": …, "yaxis": {**axis, "showticklabels": False}}` (see `row_narrow`).
    """
    places = list(range(len(names)))
    rows = axis(range=[len(names) - 0.5, -0.5], tickmode="array", tickvals=places, ticktext=list(map(shortened, names)))
    rows["tickfont"] = {"color": colour("ink")}
    above = [
        {
            "x": 0, "xref": "paper", "xanchor": "left", "y": place, "yanchor": "bottom", "yshift": 8,
            "text": shortened(name, 46), "showarrow": False, "font": {"size": 12.5}, "bgcolor": colour("paper"),
        }
        for place, name in zip(places, names, strict=True)
    ]  # fmt: skip
    return rows, above


def row_narrow(rows: Layout, above: list[Layout], annotations: Sequence[Layout] = ()) -> Layout:
    """The parts of the layout that let the names of `row_axis` stand above their rows on a phone."""
    count = len(above)
    return {
        "yaxis": {**rows, "showticklabels": False, "automargin": False, "range": [count - 0.6, -0.75]},
        "annotations": [*above, *annotations],
    }


class Heights(TypedDict):
    """How high a chart of rows is: on a wide screen, and on a phone."""

    height: int
    narrow_height: int


def row_heights(count: int, *, axis_height: int = 34) -> Heights:
    """`height` and `narrow_height` of a chart of so many rows."""
    return {"height": ROW * count + axis_height + 10, "narrow_height": NARROW_ROW * count + axis_height + 10}


def line(
    x: Sequence[Any],
    y: Sequence[float | None],
    said: Sequence[str],
    *,
    tone: Meaning = "accent",
    dash: Dash = "solid",
    marked: bool = False,
) -> Trace:
    """A line, thinner where it is there to compare with; `said` is what is read at each of its points."""
    return {
        "type": "scatter",
        "mode": "lines+markers" if marked else "lines",
        "x": list(x),
        "y": list(y),
        "line": {"color": colour(tone), "width": 1.75 if tone == "reference" else 2.75, "dash": dash},
        "marker": {"color": colour(tone), "size": 8, "line": {"color": colour("paper"), "width": 1.5}},
        "hoverinfo": "text",
        "hovertext": list(said),
        "cliponaxis": False,
    }


def points(
    x: Sequence[Any],
    y: Sequence[Any],
    said: Sequence[str],
    *,
    tones: Sequence[Meaning],
    symbols: Sequence[str] | str = "circle",
    ids: Sequence[str] = (),
) -> Trace:
    """Points, each with its colour and its shape; `ids` is where a click on each goes."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(x),
        "y": list(y),
        "marker": {
            "color": [colour(tone) for tone in tones],
            "symbol": symbols if isinstance(symbols, str) else list(symbols),
            "size": 11,
            "opacity": 1,
            "line": {"color": colour("paper"), "width": 1.5},
        },
        "hoverinfo": "text",
        "hovertext": list(said),
        "cliponaxis": False,
        **({"customdata": list(ids)} if ids else {}),
    }


def band(
    x: Sequence[Any], low: Sequence[float], high: Sequence[float], *, tone: Meaning = "accent"
) -> tuple[Trace, Trace]:
    """The room between two lines; what it means is said by a label or the text below the title."""
    edge = {"type": "scatter", "mode": "lines", "x": list(x), "line": {"width": 0}, "hoverinfo": "skip"}
    return {**edge, "y": list(low)}, {**edge, "y": list(high), "fill": "tonexty", "fillcolor": colour(tone, 18)}


def end_labels(
    ends: Sequence[tuple[str, Any, float, Meaning]], axis_range: tuple[float, float], height: int
) -> tuple[list[Layout], int]:
    """The names (text, x, y, tone) where lines end, pushed apart until none covers another; and the margin they take.

    `axis_range` is the y axis's, `height` the px that it is drawn over.
    """
    low, high = axis_range
    places = [height * (1 - (value - low) / ((high - low) or 1)) for _, _, value, _ in ends]
    order = sorted(range(len(ends)), key=lambda index: places[index])
    moved = dict(zip(order, apart([places[index] for index in order], LABEL_GAP, height), strict=True))
    labels = [
        {
            "x": x, "y": value, "xanchor": "left", "yanchor": "middle", "xshift": 9,
            "yshift": places[index] - moved[index], "text": text, "showarrow": False, "align": "left",
            "font": {"color": colour("muted" if tone == "reference" else tone)},
        }
        for index, (text, x, value, tone) in enumerate(ends)
    ]  # fmt: skip
    return labels, 18 + int(LETTER * max((len(text) for text, *_ in ends), default=0))


def shortened(text: str, most: int = 34) -> str:
    """A name that fits beside its row; the table below has the whole one."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


_SIZE: dict[Unit, int] = {"dkk": 1, "thousand": 1_000, "million": 1_000_000}
