"""The charts of the forecasts: nearer through the year, too high or too low, and what to count on this year."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from dashboard.charts import plotly_figure as plotly
from dashboard.charts.plotly_figure import Meaning
from dashboard.charts.scales import steps_between
from dashboard.components.figure import NoChart
from dashboard.components.plotly_figure import FigureRow, Layout, PlotlyChart, Trace
from dashboard.sentences.forecast_accuracy import band_words, no_band, scale_of
from dashboard.sentences.forecast_words import bias_words
from dashboard.texts import Texts, Unit, mark

HEIGHT = 270
PLOT = 215  # px of it that the lines are drawn over

# Who expected something of the year: their column's beginning, their name and how they are drawn.
FORECASTERS: tuple[tuple[str, str, Meaning, plotly.Dash], ...] = (
    ("revised", mark("the budget"), "reference", "dash"),
    ("statistical_forecast", mark("statistics"), "watch", "dot"),
    ("forecast", mark("the forecasts"), "accent", "solid"),
)
# What an amount of the open year is called, and how it is drawn.
EXPECTED: tuple[tuple[str, str, Meaning, str], ...] = (
    ("forecast_dkk", mark("forecast"), "accent", "circle"),
    ("statistical_forecast_dkk", mark("statistics"), "watch", "square"),
    ("run_rate_forecast_dkk", mark("run rate"), "muted", "diamond"),
    ("revised_dkk", mark("budget"), "reference", "triangle-up"),
)

Figures = dict[str, Any]


def convergence(texts: Texts, record: pl.DataFrame, year: int) -> PlotlyChart | NoChart:
    """The average error round by round, a line a year; `record`: every closed round of a unit."""
    rows = [row for row in record.to_dicts() if row["wape_share"] is not None]
    mine = [row for row in rows if row["fiscal_year"] == year]
    title = texts.say("The error through the year")
    if not mine:
        return NoChart(title, texts.say("There is no round of this year to show."))
    years = sorted({row["fiscal_year"] for row in rows}, key=lambda one: (one == year, one))
    shares = plotly.share_axis(texts, [row["wape_share"] for row in rows])
    ends: list[tuple[str, int, float, Meaning]] = []
    traces = []
    for one in years:
        of_year = [row for row in rows if row["fiscal_year"] == one]
        tone: Meaning = "accent" if one == year else "reference"
        traces.append(_line(texts, of_year, tone))
        last = of_year[-1]
        ends.append((f"{one} {texts.share(last['wape_share'])}", last["round_number"], last["wape_share"], tone))
    labels, margin = plotly.end_labels(ends, tuple(shares["range"]), PLOT)
    finding = _trend(texts, mine)
    return PlotlyChart(
        title=finding,
        unit=texts.say("Average error of the forecasts, round by round, share of the outturn"),
        description=_told(finding, *(text for text, *_ in ends)),
        traces=tuple(traces),
        layout=plotly.layout(
            texts, xaxis=_round_axis(texts, rows, mine), yaxis=shares, annotations=labels, margin={"r": margin}
        ),
        columns=(texts.say("Year"), texts.say("Round"), texts.say("Average error"), texts.say("Precision")),
        rows=tuple(
            FigureRow((str(row["fiscal_year"]), row["round"], texts.share(row["wape_share"], 2),
                       texts.share(row["precision_share"], 2)))
            for row in rows
        ),
        height=HEIGHT,
    )  # fmt: skip


def errors(texts: Texts, record: pl.DataFrame) -> PlotlyChart | NoChart:
    """What each round expected above or below the outturn, in every closed year: the managers, the budget, statistics.

    The line of zero is the outturn.
    """
    rows = [row for row in record.to_dicts() if row["outturn_dkk"]]
    title = texts.say("Forecast against outturn")
    if not rows:
        return NoChart(title, texts.say("Nothing was spent, so there is nothing to hold the forecasts against."))
    places = list(range(len(rows)))
    values = {name: [_off(row, name) for row in rows] for name, *_ in FORECASTERS}
    shown = [name for name, *_ in FORECASTERS if any(value is not None for value in values[name])]
    shares = plotly.share_axis(texts, [one for name in shown for one in values[name] if one is not None])
    ends: list[tuple[str, int, float, Meaning]] = [
        (texts.say(word), places[-1], values[name][-1] or 0.0, tone)
        for name, word, tone, _ in FORECASTERS
        if name in shown and values[name][-1] is not None
    ]
    labels, margin = plotly.end_labels(ends, tuple(shares["range"]), PLOT)
    finding = _habit(texts, values["forecast"])
    said = [
        f"{row['round']} {row['fiscal_year']}: {bias_words(texts, off)}"
        for row, off in zip(rows, values["forecast"], strict=True)
    ]
    return PlotlyChart(
        title=finding,
        unit=texts.say("Expected above (+) or below (−) the outturn; the line of zero is the outturn"),
        description=_told(finding, *said),
        traces=tuple(
            plotly.line(places, values[name], _said(texts, rows, values[name], word), tone=tone, dash=dash,
                        marked=name == "forecast")
            for name, word, tone, dash in FORECASTERS if name in shown
        ),
        layout=plotly.layout(
            texts, xaxis=_year_axis(rows), yaxis=shares, shapes=_year_lines(rows), annotations=labels,
            margin={"r": margin},
        ),
        columns=(texts.say("Year"), texts.say("Round"), texts.say("Outturn"),
                 *(texts.say(word) for name, word, *_ in FORECASTERS if name in shown)),
        rows=tuple(
            FigureRow((str(row["fiscal_year"]), row["round"], texts.money(row["outturn_dkk"]),
                       *(texts.money(row[f"{name}_dkk"]) for name in shown)))
            for row in rows
        ),
        height=HEIGHT,
    )  # fmt: skip


def outlook(texts: Texts, unit: Figures | None) -> PlotlyChart | NoChart:
    """The open forecast beside budget, run rate and statistics, and the band that the unit's own errors give."""
    title = texts.say("What to count on this year")
    if unit is None:
        return NoChart(title, texts.say("No forecast has been given yet this year."))
    known = [part for part in EXPECTED if unit[part[0]] is not None]
    low, high = unit["band_low_dkk"], unit["band_high_dkk"]
    amounts = [float(unit[name]) for name, *_ in known] + [float(one) for one in (low, high) if one is not None]
    scale = scale_of(texts, unit)
    names, above = plotly.row_axis([texts.say(word) for _, word, *_ in known])
    finding = _count_on(texts, unit)
    said = [f"{texts.say(word)} {texts.money(unit[name])}" for name, word, *_ in known]
    return PlotlyChart(
        title=finding,
        unit=texts.say(
            "The year's outturn as expected in {round}, {unit}; shaded: by the unit's own errors in that round",
            round=unit["round"], unit=texts.unit(scale),
        ),
        description=_told(finding, *said),
        traces=tuple(_point(texts, unit, place, part, scale) for place, part in enumerate(known)),
        layout=plotly.layout(
            texts,
            xaxis=_close_axis(texts, amounts, scale),
            yaxis=names,
            shapes=[] if low is None else [_shade(float(low), float(high))],
        ),
        columns=(texts.say("Expected by"), texts.unit(scale)),
        rows=(
            *(FigureRow((texts.say(word), texts.amount(unit[name], scale))) for name, word, *_ in known),
            *([] if low is None else [FigureRow((texts.say("by its own errors"), band_words(texts, unit)))]),
        ),
        narrow=plotly.row_narrow(names, above),
        **plotly.row_heights(len(known)),
    )  # fmt: skip


def _told(*parts: str) -> str:
    """Sentences one after the other; one that ends with an abbreviation's point needs no other."""
    return " ".join(f"{part.rstrip('.')}." for part in parts)


def _line(texts: Texts, rows: list[Figures], tone: Meaning) -> Trace:
    said = [f"{row['round']} {row['fiscal_year']}\n{texts.share(row['wape_share'], 2)}" for row in rows]
    places, values = [row["round_number"] for row in rows], [row["wape_share"] for row in rows]
    return plotly.line(places, values, said, tone=tone, marked=tone == "accent")


def _round_axis(texts: Texts, rows: list[Figures], mine: list[Figures]) -> Layout:
    """The rounds by their number, called by the day that they stood at in the year that is looked at."""
    days = {row["round_number"]: row["round_date"] for row in mine}
    numbers = sorted({row["round_number"] for row in rows})
    words = [_day(texts, days.get(number)) or str(number) for number in numbers]
    return plotly.axis(range=[numbers[0] - 0.25, numbers[-1] + 0.1], tickmode="array", tickvals=numbers, ticktext=words)


def _day(texts: Texts, day: date | None) -> str:
    return texts.say("{day} {month}", day=day.day, month=texts.month_name(day.month, short=True)) if day else ""


def _year_axis(rows: list[Figures]) -> Layout:
    """One place a round; the year's name stands in the middle of its rounds."""
    middles = []
    for year in sorted({row["fiscal_year"] for row in rows}):
        places = [place for place, row in enumerate(rows) if row["fiscal_year"] == year]
        middles.append(((places[0] + places[-1]) / 2, str(year)))
    return plotly.axis(
        range=[-0.3, len(rows) - 0.8],
        tickmode="array",
        tickvals=[place for place, _ in middles],
        ticktext=[year for _, year in middles],
    )


def _year_lines(rows: list[Figures]) -> list[Layout]:
    """A quiet line where one year ends and the next begins."""
    breaks = [place for place in range(1, len(rows)) if rows[place]["fiscal_year"] != rows[place - 1]["fiscal_year"]]
    style = {"color": plotly.colour("line"), "width": 1}
    return [
        {"type": "line", "x0": place - 0.5, "x1": place - 0.5, "y0": 0, "y1": 1, "yref": "paper", "line": style,
         "layer": "below"}
        for place in breaks
    ]  # fmt: skip


def _off(row: Figures, name: str) -> float | None:
    """How far above the outturn it was, as a share of its size."""
    value = row[f"{name}_dkk"]
    return None if value is None else float((value - row["outturn_dkk"]) / abs(row["outturn_dkk"]))


def _said(texts: Texts, rows: list[Figures], values: list[float | None], word: str) -> list[str]:
    return [
        f"{row['round']} {row['fiscal_year']}\n{texts.say(word)}: {bias_words(texts, value)}"
        for row, value in zip(rows, values, strict=True)
    ]


def _trend(texts: Texts, rows: list[Figures]) -> str:
    first, last = rows[0], rows[-1]
    if len(rows) < 2:
        return texts.say("One round: an average error of {share}", share=texts.share(last["wape_share"]))
    return texts.say(
        "The error falls from {first} to {last} through {year}"
        if last["wape_share"] < first["wape_share"]
        else "The error does not fall through {year}: {first} to {last}",
        first=texts.share(first["wape_share"]),
        last=texts.share(last["wape_share"]),
        year=last["fiscal_year"],
    )


def _habit(texts: Texts, values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    high = sum(value > 0 for value in known)
    if high * 3 >= len(known) * 2:
        return texts.say("Too high in {count} of {all} rounds", count=texts.count(high), all=texts.count(len(known)))
    low = sum(value < 0 for value in known)
    if low * 3 >= len(known) * 2:
        return texts.say("Too low in {count} of {all} rounds", count=texts.count(low), all=texts.count(len(known)))
    return texts.say("Now too high, now too low: no habit")


def _count_on(texts: Texts, unit: Figures) -> str:
    band = band_words(texts, unit)
    return texts.say("Count on {band}", band=band) if band else no_band(texts, unit)


def _point(texts: Texts, unit: Figures, place: int, part: tuple[str, str, Meaning, str], scale: Unit) -> Trace:
    name, word, tone, symbol = part
    amount = texts.amount(unit[name], scale)
    point = plotly.points(
        [float(unit[name])], [place], [f"{texts.say(word)}\n{amount} {texts.unit(scale)}"], tones=[tone], symbols=symbol
    )
    return point | {"mode": "markers+text", "text": [f" {amount}"], "textposition": "middle right"}


def _close_axis(texts: Texts, values: list[float], scale: Unit) -> Layout:
    """An axis around amounts that lie close together and far from zero, with room for what stands beside the points."""
    low, high = min(values), max(values)
    air = (high - low or abs(high) or 1.0) * 0.12
    ticks = steps_between(low - air, high + air)
    return plotly.axis(
        range=[low - air, high + 4 * air],
        tickmode="array",
        tickvals=ticks,
        ticktext=[texts.amount(tick, scale) for tick in ticks],
        showgrid=True,
    )


def _shade(low: float, high: float) -> Layout:
    return {
        "type": "rect", "x0": low, "x1": high, "y0": 0, "y1": 1, "yref": "paper", "line": {"width": 0},
        "fillcolor": plotly.colour("accent", 18), "layer": "below",
    }  # fmt: skip
