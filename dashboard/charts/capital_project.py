"""The charts of one project: what it has cost against its plan and its grant, and every version of its plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.charts import plotly_figure as plotly
from dashboard.charts.plotly_figure import Meaning
from dashboard.components.figure import NoChart
from dashboard.components.plotly_figure import FigureRow, Layout, PlotlyChart, Trace
from dashboard.sentences.capital_words import PHASES, Project, month_of, months
from dashboard.sentences.words import direction, unit_for
from dashboard.texts import Texts, Unit, mark

Month = dict[str, Any]
"""A row of the mart capital_projects__project_month."""

HEIGHT = 300
PLOT = 250  # px of it that the lines are drawn over


def s_curve(texts: Texts, project: Project, course: pl.DataFrame) -> PlotlyChart | NoChart:
    """Spending to date against the adopted allotments laid out, with the grant and the expected final cost.

    `course`: months (month_start, actual_to_date_dkk, planned_to_date_dkk), either empty where it is not there.
    """
    rows = course.to_dicts()
    title = texts.say("How the money is spent")
    if not rows:
        return NoChart(title, texts.say("No month has a plan or a posting."))
    planned = [row for row in rows if row["planned_to_date_dkk"] is not None]
    done = [row for row in rows if row["actual_to_date_dkk"] is not None]
    wanted = [project["total_appropriation_dkk"], project["expected_final_cost_dkk"]]
    drawn = [value for value in wanted if value is not None]
    drawn += [row["planned_to_date_dkk"] for row in planned] + [row["actual_to_date_dkk"] for row in done]
    scale = unit_for(max(drawn, key=abs, default=None))
    amounts = plotly.amount_axis(texts, [float(value) for value in drawn], scale)
    first, last = (
        rows[0]["month_start"],
        max(filter(None, (rows[-1]["month_start"], project["expected_completion_date"]))),
    )
    ends = _ends(texts, project, planned, scale, last)
    labels, margin = plotly.end_labels(ends, tuple(amounts["range"]), PLOT)
    finding = _finding(texts, project, done)
    days = plotly.day_axis(texts, first, last, fixedrange=False)
    notes = [*labels, *_spent(texts, done, scale)]
    return PlotlyChart(
        title=finding or title,
        unit=texts.say("Since the project began, {unit}", unit=texts.unit(scale)),
        description=". ".join(filter(None, (finding, *(text for text, *_ in ends)))),
        traces=(
            *_grant(texts, project, first, last),
            _curve(texts, planned, "planned_to_date_dkk", texts.say("plan"), "reference"),
            _curve(texts, done, "actual_to_date_dkk", texts.say("spent"), "accent"),
            *_outlook(texts, project, done),
        ),
        layout=plotly.layout(texts, xaxis=days, yaxis=amounts, annotations=notes, margin={"r": margin, "t": 24}),
        columns=(texts.say("Month"), texts.say("Plan"), texts.say("Spent")),
        rows=tuple(_month(texts, row, scale) for row in rows),
        height=HEIGHT,
        zooms=True,
    )


def plans(texts: Texts, versions: pl.DataFrame) -> PlotlyChart | NoChart:
    """Every version of the plan on a row: from start to completion, what lies after the first approved one marked."""
    rows = [row for row in versions.iter_rows(named=True) if row["completion_date"]]
    title = texts.say("How the plan moved")
    if not rows:
        return NoChart(title, texts.say("No plan is known, so time cannot be held against anything."))
    approved = next((row["completion_date"] for row in rows if row["is_first_approved"]), None)
    named = [row["version"] or texts.day(row["version_date"]) for row in rows]
    names, above = plotly.row_axis(named)
    starts = [row["start_date"] or row["completion_date"] for row in rows]
    ends = [row["completion_date"] for row in rows]
    first, last = min(starts), max(ends)
    air = date.fromordinal(last.toordinal() + max(90, (last - first).days * 2 // 5))  # room for what stands beside
    scale = unit_for(max((row["expected_cost_dkk"] or Decimal(0) for row in rows), key=abs))
    spoken = [_version(texts, row) for row in rows]
    finding = _moved(texts, rows[-1]["slip_months"])
    return PlotlyChart(
        title=finding if approved else title,
        unit=texts.say("From start to completion, with the final cost in {unit}; upright: first approved",
                       unit=texts.unit(scale)),
        description=". ".join([finding, *(lines.replace("\n", ", ") for lines in spoken)]),
        traces=(
            _pieces(starts, [min(end, approved or end) for end in ends], "reference"),
            _pieces([min(end, approved or end) for end in ends], ends, "over"),
            _completions(texts, rows, spoken, scale),
        ),
        layout=plotly.layout(texts, xaxis=plotly.day_axis(texts, first, air), yaxis=names,
                             shapes=[_upright(approved)] if approved else []),
        columns=(texts.say("Version"), texts.say("Start"), texts.say("Completion"), texts.say("Final cost"),
                 texts.say("Phase")),
        rows=tuple(FigureRow((
            name, month_of(texts, row["start_date"]), month_of(texts, row["completion_date"]),
            texts.money(row["expected_cost_dkk"]), texts.say(PHASES.get(row["phase"], row["phase"] or "–"))))
            for name, row in zip(named, rows, strict=True)),
        narrow=plotly.row_narrow(names, above),
        **plotly.row_heights(len(rows), axis_height=52),
    )  # fmt: skip


def _month(texts: Texts, row: Month, scale: Unit) -> FigureRow:
    named = texts.month(row["month_start"].year, row["month_start"].month)
    planned, actual = row["planned_to_date_dkk"], row["actual_to_date_dkk"]
    return FigureRow((named, texts.amount(planned, scale), texts.amount(actual, scale)))


def _curve(texts: Texts, rows: list[Month], name: str, word: str, tone: Meaning) -> Trace:
    said = [f"{month_of(texts, row['month_start'])}\n{word} {texts.money(row[name])}" for row in rows]
    days = [row["month_start"].isoformat() for row in rows]
    values = [float(row[name]) for row in rows]
    return plotly.line(days, values, said, tone=tone, dash="dash" if tone == "reference" else "solid")


def _grant(texts: Texts, project: Project, first: date, last: date) -> list[Trace]:
    granted = project["total_appropriation_dkk"]
    if granted is None:
        return []
    word = texts.say("granted {amount}", amount=texts.money(granted))
    days = [first.isoformat(), last.isoformat()]
    trace = plotly.line(days, [float(granted)] * 2, [word] * 2, tone="ink", dash="dot")
    return [{**trace, "line": {**trace["line"], "width": 1.25}}]


def _outlook(texts: Texts, project: Project, done: list[Month]) -> list[Trace]:
    """The expected final cost where the project is completed, and the way there from what is spent."""
    expected, end = project["expected_final_cost_dkk"], project["expected_completion_date"]
    if expected is None or end is None:
        return []
    tone: Meaning = direction(project["appropriation_variance_dkk"]) or "accent"
    word = texts.say("expected {amount}", amount=texts.money(expected))
    found = [plotly.points([end.isoformat()], [float(expected)], [word], tones=[tone])]
    if done and end > done[-1]["month_start"]:
        days = [done[-1]["month_start"].isoformat(), end.isoformat()]
        way = plotly.line(
            days, [float(done[-1]["actual_to_date_dkk"]), float(expected)], ["", ""], tone=tone, dash="dot"
        )
        found.insert(0, {**way, "line": {**way["line"], "width": 1}, "hoverinfo": "skip"})
    return found


def _ends(
    texts: Texts, project: Project, planned: list[Month], scale: Unit, last: date
) -> list[tuple[str, str, float, Meaning]]:
    """What stands at the right: the plan's end, the grant and the expected final cost."""
    tone: Meaning = direction(project["appropriation_variance_dkk"]) or "accent"
    wanted: list[tuple[str, Any, Meaning]] = [
        (mark("plan {amount}"), planned[-1]["planned_to_date_dkk"] if planned else None, "reference"),
        (mark("granted {amount}"), project["total_appropriation_dkk"], "ink"),
        (mark("expected {amount}"), project["expected_final_cost_dkk"], tone),
    ]
    return [
        (texts.say(text, amount=texts.amount(value, scale)), last.isoformat(), float(value), colour)
        for text, value, colour in wanted
        if value is not None
    ]


def _spent(texts: Texts, done: list[Month], scale: Unit) -> list[Layout]:
    """The name of the line of what is spent, where it has come to."""
    if not done:
        return []
    value = done[-1]["actual_to_date_dkk"]
    return [
        {
            "x": done[-1]["month_start"].isoformat(),
            "y": float(value),
            "xanchor": "right",
            "yanchor": "bottom",
            "xshift": -6,
            "yshift": 4,
            "text": texts.say("spent {amount}", amount=texts.amount(value, scale)),
            "showarrow": False,
            "bgcolor": plotly.colour("paper"),
            "borderpad": 1,
            "font": {"color": plotly.colour("accent")},
        }
    ]


def _finding(texts: Texts, project: Project, done: list[Month]) -> str:
    granted = project["total_appropriation_dkk"]
    if not done or not granted:
        return ""
    spent = texts.money(done[-1]["actual_to_date_dkk"])
    return texts.say("{spent} of {granted} is spent", spent=spent, granted=texts.money(granted))


def _pieces(starts: list[date], ends: list[date], tone: Meaning) -> Trace:
    x: list[str | None] = []
    y: list[int | None] = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start < end:
            x += [start.isoformat(), end.isoformat(), None]
            y += [place, place, None]
    return {
        **plotly.line(x, y, [""] * len(x), tone=tone),
        "line": {"color": plotly.colour(tone), "width": 6},
        "hoverinfo": "skip",
    }


def _completions(texts: Texts, rows: list[Project], spoken: list[str], scale: Unit) -> Trace:
    """The end of each version, open where it is not approved, with month and cost beside it."""
    trace = plotly.points(
        [row["completion_date"].isoformat() for row in rows], list(range(len(rows))), spoken,
        tones=["accent" if row["is_newest"] else "ink" for row in rows],
        symbols=["circle" if row["is_approved"] else "circle-open" for row in rows],
    )  # fmt: skip
    said = [
        f"  {month_of(texts, row['completion_date'], short=True)}, {texts.amount(row['expected_cost_dkk'], scale)}"
        for row in rows
    ]
    return {**trace, "mode": "markers+text", "text": said, "textposition": "middle right"}


def _moved(texts: Texts, slip: int | None) -> str:
    if not slip:
        return texts.say("The completion has not moved")
    later, earlier = (
        mark("The completion is {months} later than first approved"),
        mark("The completion is {months} earlier than first approved"),
    )
    return texts.say(later if slip > 0 else earlier, months=months(texts, abs(slip)))


def _upright(day: date) -> Layout:
    line = {"color": plotly.colour("ink"), "width": 1.5}
    return {
        "type": "line",
        "x0": day.isoformat(),
        "x1": day.isoformat(),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": line,
    }


def _version(texts: Texts, row: Project) -> str:
    """A version in lines: its name and day, its end and cost, and why."""
    end = texts.say("expected {month}", month=month_of(texts, row["completion_date"]))
    named = f"{row['version'] or ''} {texts.day(row['version_date'])}".strip()
    return "\n".join(filter(None, (named, f"{end}, {texts.money(row['expected_cost_dkk'])}", row["reason"])))
