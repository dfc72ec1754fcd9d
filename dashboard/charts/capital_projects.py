"""The charts of the portfolio: when projects were to be done and when they will be; money against time."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from dashboard.charts import plotly_figure as plotly
from dashboard.charts.plotly_figure import Meaning
from dashboard.components.figure import NoChart
from dashboard.components.plotly_figure import FigureRow, Layout, PlotlyChart, Trace
from dashboard.sentences.capital_words import STATUSES, Project, data_end, month_of, months, worst
from dashboard.sentences.words import variance_word
from dashboard.texts import Texts
from dashboard.warehouse import Release

MOST_ROWS = 24
PLOT_WIDTH, PLOT_HEIGHT = 430, 270  # px of the points' chart on a wide screen
SYMBOLS = {"act": "diamond", "watch": "triangle-up", "on_track": "circle", "unknown": "circle-open"}
TONES: dict[str, Meaning] = {"act": "over", "watch": "watch", "on_track": "accent", "unknown": "reference"}


def timeline(texts: Texts, projects: pl.DataFrame, release: Release) -> PlotlyChart | NoChart:
    """Each project from its start to the completion expected now, and where it was first approved to be completed."""
    known = [row for row in projects.iter_rows(named=True) if row["expected_completion_date"]]
    if not known:
        return NoChart(texts.say("When are they done?"), texts.say("No project here has a plan."))
    rows = sorted(known, key=lambda row: -abs(row["schedule_slip_months"] or 0))[:MOST_ROWS]
    late = [row for row in known if (row["schedule_slip_months"] or 0) > 0]
    title = texts.say_many(
        "{count} project is later than planned", "{count} projects are later than planned", len(late)
    )
    spoken = [_spoken(texts, row) for row in rows]
    names, above = plotly.row_axis([row["project_name"] for row in rows])
    today = data_end(release)
    here = [today] if today else []
    ends = [row["expected_completion_date"] for row in rows]
    starts = [row["expected_start_date"] or row["first_approved_completion_date"] or end
              for row, end in zip(rows, ends, strict=True)]  # fmt: skip
    last = max([*ends, *(row["first_approved_completion_date"] or date.min for row in rows), *here])
    first = min([*starts, *here])
    names_of_days = [_today_name(texts, day) for day in here]
    air = date.fromordinal(last.toordinal() + max(60, (last - first).days // 6))
    return PlotlyChart(
        title=title if late else texts.say("No project is later than planned"),
        unit=_cut(texts, texts.say("From start to expected completion; upright: the first approved completion"),
                  len(rows), len(known)),
        description=_aloud(title, spoken),
        traces=(
            _bars(starts, rows, [_planned(row) for row in rows], "reference"),
            _bars([_planned(row) for row in rows], rows, ends, "over"),
            _first_approved(texts, rows),
            _ends(rows, spoken),
            _slips(texts, rows),
        ),
        layout=plotly.layout(texts, xaxis=plotly.day_axis(texts, first, air, fixedrange=False), yaxis=names,
                             shapes=[_today(day) for day in here], annotations=names_of_days, margin={"t": 24}),
        columns=(texts.say("Project"), texts.say("First approved"), texts.say("Expected"), texts.say("Late or early"),
                 texts.say("Time")),
        rows=tuple(FigureRow((
            row["project_name"], month_of(texts, row["first_approved_completion_date"]),
            month_of(texts, row["expected_completion_date"]), months(texts, row["schedule_slip_months"], signed=True),
            texts.say(STATUSES.get(row["time_status"], "–"))), row["project_id"]) for row in rows),
        narrow=plotly.row_narrow(names, above, names_of_days),
        zooms=True,
        **plotly.row_heights(len(rows), axis_height=58),
    )  # fmt: skip


def money_and_time(texts: Texts, projects: pl.DataFrame) -> PlotlyChart | NoChart:
    """Each project by how late it is and how far over its appropriation; those that need action have their name."""
    rows = [row for row in reversed(projects.to_dicts()) if _has_both(row)]  # what needs somebody is drawn on top
    said = texts.say("Late and over at once?")
    if not rows:
        return NoChart(said, texts.say("No project here has both a plan and an appropriation."))
    both = [row for row in rows if row["schedule_slip_months"] > 0 and row["appropriation_variance_dkk"] > 0]
    title = texts.say_many(
        "{count} project is both late and over", "{count} projects are both late and over", len(both)
    )
    x = [float(row["schedule_slip_months"]) for row in rows]
    y = [float(row["appropriation_adherence_share"]) - 1 for row in rows]
    shares = plotly.share_axis(texts, y, fixedrange=False)
    statuses = [worst(row) for row in rows]
    spoken = [_spoken(texts, row) for row in rows]
    return PlotlyChart(
        title=title if both else texts.say("No project is both late and over"),
        unit=_cut(texts, texts.say("Along: months late. Up: expected cost over the appropriation, per cent"),
                  len(rows), len(projects)),
        description=_aloud(title, spoken),
        traces=(
            plotly.points(x, y, spoken, tones=[TONES[status] for status in statuses],
                          symbols=[SYMBOLS[status] for status in statuses], ids=[row["project_id"] for row in rows]),
        ),
        layout=plotly.layout(texts, xaxis=_month_axis(texts, x), yaxis=shares, annotations=_names(rows, x, y),
                             margin={"r": 20, "t": 20}),
        columns=(texts.say("Project"), texts.say("Late or early"), texts.say("Over or under"), texts.say("Status")),
        rows=tuple(FigureRow((
            row["project_name"], months(texts, row["schedule_slip_months"], signed=True),
            texts.money(row["appropriation_variance_dkk"], signed=True), texts.say(STATUSES[worst(row)])),
            row["project_id"]) for row in rows),
        height=340,
        zooms=True,
    )  # fmt: skip


def _planned(row: Project) -> date:
    """Where the late part of a project's bar begins."""
    planned = row["first_approved_completion_date"] or row["expected_completion_date"]
    return min(planned, row["expected_completion_date"])  # type: ignore[no-any-return]


def _bars(starts: list[date], rows: list[Project], ends: list[date], tone: Meaning) -> Trace:
    """One broken line whose pieces are the bars."""
    x: list[str | None] = []
    y: list[int | None] = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start < end:
            x += [start.isoformat(), end.isoformat(), None]
            y += [place, place, None]
    trace = plotly.line(x, y, [""] * len(x), tone=tone)
    return {
        **trace,
        "line": {"color": plotly.colour(tone), "width": 5},
        "hoverinfo": "skip",
        "opacity": 0.75 if rows else 1,
    }


def _first_approved(texts: Texts, rows: list[Project]) -> Trace:
    planned = [(place, row) for place, row in enumerate(rows) if row["first_approved_completion_date"]]
    said = [
        texts.say("first approved {month}", month=month_of(texts, row["first_approved_completion_date"]))
        for _, row in planned
    ]
    trace = plotly.points(
        [row["first_approved_completion_date"].isoformat() for _, row in planned], [place for place, _ in planned],
        said, tones=["ink"] * len(planned), symbols="line-ns-open", ids=[row["project_id"] for _, row in planned],
    )  # fmt: skip
    trace["marker"] |= {"size": 16, "line": {"color": plotly.colour("ink"), "width": 2}}
    return trace


def _ends(rows: list[Project], spoken: list[str]) -> Trace:
    statuses = [row["time_status"] if row["time_status"] in TONES else "unknown" for row in rows]
    return plotly.points(
        [row["expected_completion_date"].isoformat() for row in rows],
        list(range(len(rows))),
        spoken,
        tones=[TONES[status] for status in statuses],
        symbols=[SYMBOLS[status] for status in statuses],
        ids=[row["project_id"] for row in rows],
    )


def _slips(texts: Texts, rows: list[Project]) -> Trace:
    """How late, beside the end of each bar that is."""
    said = [(place, row) for place, row in enumerate(rows) if row["schedule_slip_months"]]
    ends = [max(row["expected_completion_date"], row["first_approved_completion_date"]) for _, row in said]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [end.isoformat() for end in ends],
        "y": [place for place, _ in said],
        "text": [f"   {months(texts, row['schedule_slip_months'], signed=True)}" for _, row in said],
        "textposition": "middle right",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _today(today: date) -> Layout:
    line = {"color": plotly.colour("line-strong"), "width": 1, "dash": "dot"}
    return {
        "type": "line",
        "x0": today.isoformat(),
        "x1": today.isoformat(),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": line,
    }


def _today_name(texts: Texts, today: date) -> Layout:
    said = {
        "text": texts.say("data until here"),
        "showarrow": False,
        "font": {"color": plotly.colour("muted"), "size": 12},
    }
    return {"x": today.isoformat(), "yref": "paper", "y": 1, "yanchor": "bottom", **said}


def _month_axis(texts: Texts, values: list[float]) -> Layout:
    """An axis of whole months, at steps that make years."""
    reach = max(12.0, *map(abs, values))
    step = next(step for step in (3, 6, 12, 24, 60, 600) if reach / step <= 6)
    ticks = [
        float(tick) for tick in range(-600, 601, step) if min(*values, 0) - step / 2 <= tick <= max(*values, 12) + 2
    ]
    axis = plotly.number_axis([min(*values, 0), max(*values, 12)], ticks, [texts.number(tick) for tick in ticks],
                              fixedrange=False)  # fmt: skip
    return {**axis, "range": [min(*values, 0) - reach * 0.06, max(*values, 12) + reach * 0.08]}


def _names(rows: list[Project], x: list[float], y: list[float]) -> list[Layout]:
    """The names of those that need action, the furthest over first; one that would cover another is left out."""
    acting = [place for place, row in enumerate(rows) if worst(row) == "act"]
    late, wide = max([12.0, *x]) * 0.55, max([12.0, *x]) - min([0.0, *x])
    high = max([0.0, *y]) - min([0.0, *y])
    found: list[Layout] = []
    taken: list[tuple[float, float, float]] = []  # from, to, at: in px of a chart of the usual size
    for place in sorted(acting, key=lambda place: -abs(y[place]) - abs(x[place]) / 100):
        name, is_late = plotly.shortened(rows[place]["project_name"], 24), x[place] > late
        at, length = x[place] / wide * PLOT_WIDTH, plotly.LETTER * len(name) + 12
        begins, ends = (at - length, at + 9) if is_late else (at - 9, at + length)
        box = (begins, ends, y[place] / (high or 1) * PLOT_HEIGHT)
        if any(box[0] < end and begin < box[1] and abs(box[2] - line) < plotly.LABEL_GAP for begin, end, line in taken):
            continue
        taken.append(box)
        side = {"xanchor": "right", "xshift": -9} if is_late else {"xanchor": "left", "xshift": 9}
        found.append({"x": x[place], "y": y[place], "text": name, "showarrow": False, "font": {"size": 12}, **side})
    return found


def _spoken(texts: Texts, row: Project) -> str:
    """A project in three lines: name, time, money."""
    lines = [row["project_name"]]
    if row["expected_completion_date"]:
        slip = row["schedule_slip_months"]
        late = f" ({months(texts, slip, signed=True)})" if slip else ""
        lines.append(texts.say("expected {month}", month=month_of(texts, row["expected_completion_date"])) + late)
    over = row["appropriation_variance_dkk"]
    if over is not None:
        word = variance_word(texts, over)
        lines.append(" ".join(filter(None, (texts.money(over, signed=True), word))))
    return "\n".join(lines)


def _aloud(title: str, spoken: list[str]) -> str:
    """The chart read aloud: its finding and its first rows; the table has them all."""
    return ". ".join([title, *(lines.replace("\n", ", ") for lines in spoken[:5])])


def _has_both(row: dict[str, Any]) -> bool:
    return row["schedule_slip_months"] is not None and row["appropriation_adherence_share"] is not None


def _cut(texts: Texts, line: str, shown: int, known: int) -> str:
    return line if shown == known else line + texts.say("; {shown} of {known}", shown=shown, known=known)
