"""The charts of what is carried: how a year came about, the rates and the age through the years, and the repeaters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.charts import plotly_figure as plotly
from dashboard.charts.plotly_figure import Meaning
from dashboard.components.figure import Bar, Bars, NoChart
from dashboard.components.plotly_figure import FigureRow, PlotlyChart, Trace
from dashboard.sentences.words import unit_for
from dashboard.texts import Texts, Unit, mark

MOST_REPEATERS = 8
HEIGHT = 260
PLOT = 210  # px of it that the lines are drawn over
TOTALS = frozenset({"adopted_allotment_dkk", "revised_allotment_dkk"})
GIVEN = (
    ("adopted_allotment_dkk", mark("Adopted"), "reference"),
    ("carried_in_dkk", mark("Carried in"), "watch"),
    ("supplementary_dkk", mark("New money"), "under"),
    ("virement_dkk", mark("Virement"), "under"),
    ("price_adjustment_dkk", mark("Price and wages"), "under"),
    ("rephased_dkk", mark("Re-phased"), "under"),
    ("revised_allotment_dkk", mark("Revised"), "reference"),
)
USED = (
    ("actual_dkk", mark("Spent"), "accent"),
    ("carried_out_dkk", mark("Carried out"), "watch"),
    ("lapsed_dkk", mark("Lapsed"), "muted"),
)
OPEN = (("actual_dkk", mark("Spent"), "accent"), ("unused_dkk", mark("Not spent yet"), "muted"))
AGES: dict[str, tuple[str, Meaning]] = {
    "carried_out_age_1_dkk": (mark("1 year"), "reference"),
    "carried_out_age_2_dkk": (mark("2 years"), "watch"),
    "carried_out_age_3_dkk": (mark("3 years or more"), "over"),
}
RATES: dict[str, tuple[str, Meaning, plotly.Dash]] = {
    "carry_over_gross_rate_share": (mark("without signs"), "reference", "dash"),
    "carry_over_rate_share": (mark("net"), "accent", "solid"),
}

UnitYear = dict[str, Any]
"""A row of the mart capital_carry_overs__unit_year."""


@dataclass(frozen=True)
class Step:
    """A bar of the waterfall: from where to where, and what it is called."""

    name: str
    value: float
    begins: float
    text: str
    tone: Meaning


def waterfall(texts: Texts, unit: UnitYear) -> PlotlyChart:
    """From what was adopted to what there was to spend, and what became of it."""
    scale = unit_for(unit["revised_allotment_dkk"])
    steps = _steps(texts, unit, scale)
    reach = [one for step in steps for one in (step.begins, step.begins + step.value)]
    names, above = plotly.row_axis([step.name for step in steps])
    amounts = plotly.amount_axis(texts, reach, scale)
    low, high = amounts["range"]
    amounts["range"] = [low, high + (high - low) * 0.16]  # room for the amounts beside the bars
    finding = _finding(texts, unit)
    return PlotlyChart(
        title=finding,
        unit=texts.say("From adopted to carried out, {year}, {unit}", year=unit["fiscal_year"], unit=texts.unit(scale)),
        description=". ".join([finding, *(f"{step.name} {step.text}" for step in steps)]),
        traces=(
            *_waterfall_bars(steps, texts.unit(scale), 0.0, 0.62, "wide"),
            *_waterfall_bars(steps, texts.unit(scale), 0.1, 0.32, "narrow"),
        ),
        layout=plotly.layout(texts, xaxis=amounts, yaxis=names),
        columns=(texts.say("Step"), texts.unit(scale)),
        rows=tuple(FigureRow((step.name, step.text)) for step in steps),
        narrow=plotly.row_narrow(names, above),
        **plotly.row_heights(len(steps)),
    )


def _waterfall_bars(steps: list[Step], unit: str, below: float, thick: float, width: str) -> tuple[Trace, Trace]:
    """The bars and the amounts beside them; on a phone thinner and lower, with the names above them."""
    places = [place + below for place in range(len(steps))]
    bars = {
        "type": "bar",
        "meta": width,
        "orientation": "h",
        "x": [step.value for step in steps],
        "base": [step.begins for step in steps],
        "y": places,
        "width": thick,
        "marker": {"color": [plotly.colour(step.tone) for step in steps], "line": {"width": 0}},
        "hoverinfo": "text",
        "hovertext": [f"{step.name}\n{step.text} {unit}" for step in steps],
    }
    amounts = {
        "type": "scatter",
        "meta": width,
        "mode": "text",
        "x": [max(step.begins, step.begins + step.value) for step in steps],
        "y": places,
        "text": [f" {step.text}" for step in steps],
        "textposition": "middle right",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return bars, amounts


def rates(texts: Texts, years: pl.DataFrame, municipality: pl.DataFrame | None) -> PlotlyChart | NoChart:
    """The carry-over rate, net and gross, through the years, beside the municipality's (None: it is the whole)."""
    rows = [row for row in years.to_dicts() if row["carry_over_rate_share"] is not None]
    title = texts.say("How large a part is carried")
    if not rows:
        return NoChart(title, texts.say("No year has been carried out of yet."))
    lines = [_rate(rows, name, *words) for name, words in RATES.items()]
    if municipality is not None:
        known = {row["fiscal_year"] for row in rows}
        whole = [row for row in municipality.to_dicts() if row["fiscal_year"] in known]
        lines.insert(0, _rate(whole, "carry_over_rate_share", mark("the municipality"), "muted", "dot"))
    year = [row["fiscal_year"] for row in rows]
    shares = plotly.share_axis(texts, [value for line in lines for value in line.values.values()])
    ends = [(line.end(texts), year[-1], line.values[year[-1]], line.tone) for line in lines if year[-1] in line.values]
    labels, margin = plotly.end_labels(ends, tuple(shares["range"]), PLOT)
    finding = _trend(texts, rows)
    years_axis = plotly.year_axis(year)
    return PlotlyChart(
        title=finding,
        unit=texts.say("Carried out, share of the revised allotment"),
        description=". ".join([finding, *(f"{one}: {texts.share(lines[-1].values[one])}" for one in year)]),
        traces=tuple(line.trace(texts) for line in lines),
        layout=plotly.layout(texts, xaxis=years_axis, yaxis=shares, annotations=labels, margin={"r": margin}),
        columns=(texts.say("Year"), *(texts.say(line.word) for line in lines)),
        rows=tuple(FigureRow((str(one), *(texts.share(line.values.get(one)) for line in lines))) for one in year),
        height=HEIGHT,
    )


@dataclass(frozen=True)
class RateLine:
    """A rate through the years: what it is called, how it is drawn, and its values."""

    word: str
    tone: Meaning
    dash: plotly.Dash
    values: dict[int, float]

    def end(self, texts: Texts) -> str:
        """Its name and newest value, for where it ends."""
        return f"{texts.say(self.word)} {texts.share(list(self.values.values())[-1])}"

    def trace(self, texts: Texts) -> Trace:
        """The line with a point for each year."""
        said = [f"{year}\n{texts.say(self.word)} {texts.share(value)}" for year, value in self.values.items()]
        values = list(self.values.values())
        return plotly.line(list(self.values), values, said, tone=self.tone, dash=self.dash, marked=True)


def _rate(rows: list[UnitYear], name: str, word: str, tone: Meaning, dash: plotly.Dash) -> RateLine:
    return RateLine(word, tone, dash, {row["fiscal_year"]: float(row[name]) for row in rows if row[name] is not None})


def ages(texts: Texts, years: pl.DataFrame) -> PlotlyChart | NoChart:
    """How old the money is that was carried out of each year; the oldest on top."""
    rows = [row for row in years.to_dicts() if row["carried_out_dkk"] is not None]
    title = texts.say("How old the carried money is")
    if not rows:
        return NoChart(title, texts.say("No year has been carried out of yet."))
    year = [row["fiscal_year"] for row in rows]
    scale = unit_for(max(row["carried_out_gross_dkk"] for row in rows))
    tops = [sum(max(0.0, float(row[name] or 0)) for name in AGES) for row in rows]  # how high the bars reach
    amounts = plotly.amount_axis(texts, [*tops, *(float(row[name] or 0) for row in rows for name in AGES)], scale)
    ends = _age_ends(texts, rows[-1], scale)
    labels, margin = plotly.end_labels(ends, tuple(amounts["range"]), PLOT)
    finding = _oldest(texts, rows[-1])
    return PlotlyChart(
        title=finding,
        unit=texts.say("Unspent money carried by its age, {unit}; the oldest is spent first", unit=texts.unit(scale)),
        description=". ".join([finding, *(text for text, *_ in ends)]),
        traces=tuple(_age(texts, rows, name) for name in AGES),
        layout=plotly.layout(
            texts,
            xaxis=plotly.year_axis(year),
            yaxis=amounts,
            barmode="relative",
            annotations=labels,
            margin={"r": margin + 14},
        ),
        columns=(texts.say("Year"), *(texts.say(word) for word, _ in AGES.values())),
        rows=tuple(
            FigureRow((str(row["fiscal_year"]), *(texts.amount(row[name], scale) for name in AGES))) for row in rows
        ),
        height=HEIGHT,
    )


def _age(texts: Texts, rows: list[UnitYear], name: str) -> Trace:
    word, tone = AGES[name]
    return {
        "type": "bar",
        "x": [row["fiscal_year"] for row in rows],
        "y": [float(row[name] or 0) for row in rows],
        "width": 0.55,
        "marker": {"color": plotly.colour(tone), "line": {"width": 0}},
        "hoverinfo": "text",
        "hovertext": [f"{row['fiscal_year']}\n{texts.say(word)} {texts.money(row[name])}" for row in rows],
    }


def repeaters(texts: Texts, projects: pl.DataFrame) -> Bars | NoChart:
    """The projects that carry for the second year in a row or more, the longest first."""
    rows = [row for row in projects.iter_rows(named=True) if (row["repeat_carry_over_years"] or 0) >= 2]
    title = texts.say("Who carries year after year")
    if not rows:
        return NoChart(title, texts.say("No project carries for the second year in a row."))
    shown = sorted(rows, key=lambda row: (-row["repeat_carry_over_years"], -row["carried_out_dkk"]))[:MOST_REPEATERS]
    scale = unit_for(max(row["carried_out_dkk"] for row in shown))
    many = mark("{count} projects carry year after year")
    return Bars(
        title=texts.say_many("{count} project carries year after year", many, len(rows)),
        unit=texts.say("Carried out, {unit}", unit=texts.unit(scale)),
        bars=tuple(
            Bar(row["project_name"], float(row["carried_out_dkk"]), texts.amount(row["carried_out_dkk"], scale),
                texts.say("{count} years in a row", count=texts.count(row["repeat_carry_over_years"])), "watch",
                row["project_id"])
            for row in shown
        ),
    )  # fmt: skip


def _steps(texts: Texts, unit: UnitYear, scale: Unit) -> list[Step]:
    used = USED if unit["carried_out_dkk"] is not None else OPEN
    found, height = [], 0.0
    for name, word, tone in (*GIVEN, *used):
        value = float(unit[name] or 0)
        if texts.amount(value, scale) == texts.amount(0, scale) and name not in TOTALS:
            continue  # what is not there, or rounds to nothing
        goes_down = name in {used_name for used_name, _, _ in used}
        begins = 0.0 if name in TOTALS else height
        step = -value if goes_down else value
        height = value if name in TOTALS else height + step
        said = texts.amount(step, scale, signed=name not in TOTALS)
        found.append(Step(texts.say(word), step, begins, said, tone))
    return found


def _finding(texts: Texts, unit: UnitYear) -> str:
    share = unit["supplementary_level_share"]
    if share is None:
        return texts.say("How the year came about")
    spent = texts.share(unit["spent_of_revised_share"], 0)
    if share > 0:
        return texts.say(
            "The budget grew by {share}; {spent} of it was spent", share=texts.share(share, 0), spent=spent
        )
    return texts.say("{spent} of the budget was spent", spent=spent)


def _trend(texts: Texts, rows: list[UnitYear]) -> str:
    first, last = rows[0], rows[-1]
    before, now = first["carry_over_rate_share"], last["carry_over_rate_share"]
    if len(rows) == 1:
        return texts.say("{share} was carried out of {year}", share=texts.share(now), year=last["fiscal_year"])
    rose, fell = mark("The rate rose from {before} to {now}"), mark("The rate fell from {before} to {now}")
    return texts.say(rose if now > before else fell, before=texts.share(before, 0), now=texts.share(now, 0))


def _oldest(texts: Texts, row: UnitYear) -> str:
    if row["carried_out_age_3_dkk"]:
        return texts.say(
            "{amount} is carried for the 3rd year or more", amount=texts.money(row["carried_out_age_3_dkk"])
        )
    if row["carried_out_age_2_dkk"]:
        return texts.say("{amount} is carried for the 2nd year", amount=texts.money(row["carried_out_age_2_dkk"]))
    return texts.say("Nothing that is carried is old")


def _age_ends(texts: Texts, row: UnitYear, scale: Unit) -> list[tuple[str, float, float, Meaning]]:
    """The names of the ages beside the newest year's bar, each at the middle of its part."""
    found: list[tuple[str, float, float, Meaning]] = []
    below = 0.0
    for name, (word, tone) in AGES.items():
        value = float(row[name] or 0)
        if value > 0:
            said = f"{texts.say(word)} {texts.amount(row[name], scale)}"
            found.append((said, row["fiscal_year"] + 0.3, below + value / 2, tone))
            below += value
    return found
