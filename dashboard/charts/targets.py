"""The charts of the targets: the places through the year, and where they are missing."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.charts.scales import reach, round_steps
from dashboard.components.figure import Bar, Bars, Line, Lines, Month, NoChart, Now, Tick
from dashboard.sentences.targets import subject_of
from dashboard.texts import Texts

_MOST_BARS = 12


def through_the_year(texts: Texts, unit: dict[str, Any], counts: pl.DataFrame) -> Lines | NoChart:
    """The places filled at each count of the unit, and the target."""
    own = counts.filter(unit_id=unit["unit_id"]).sort("counted_on")
    title = texts.say("Places through the year")
    if not len(own):
        return NoChart(title, texts.say("Nobody has counted in this year."))
    by_month = {row["counted_on"].month: row["places"] for row in own.iter_rows(named=True)}
    actual = tuple(by_month.get(month) for month in range(1, 13))
    target = unit["target_places"]
    lines = [_line(texts, "actual", texts.say("filled"), tuple(actual), None)]
    if target is not None:
        lines.insert(0, _line(texts, "last_year", texts.say("target"), (target,) * 12, float(target)))
    newest = max(by_month)
    drawn = [float(value) for line in lines for value in line.values if value is not None]
    said = texts.say("filled {count}", count=texts.count(by_month[newest]))
    finding = texts.say("{first} in {from_month}, {last} in {to_month}", first=texts.count(by_month[min(by_month)]),
                        from_month=texts.month_name(min(by_month)), last=texts.count(by_month[newest]),
                        to_month=texts.month_name(newest))  # fmt: skip
    return Lines(
        title=finding if len(by_month) > 1 else title,
        unit=texts.say("{subject}, places filled at each count", subject=subject_of(texts, unit)),
        description=". ".join([finding, f"{texts.say('target')} {texts.count(target)}"]),
        months=tuple(Month(texts.month_name(month, short=True), texts.month_name(month)) for month in range(1, 13)),
        lines=tuple(lines),
        points=(),
        ticks=tuple(Tick(step, texts.count(round(step))) for step in round_steps(drawn) if step == round(step)),
        range=reach(drawn),
        now=Now(newest, float(by_month[newest]), said, texts.count(by_month[newest])),
        table={"show": texts.say("Show as a table"), "month": texts.say("Month")},
    )


def missing(texts: Texts, unit: dict[str, Any], below: pl.DataFrame) -> Bars | NoChart:
    """Where the places are missing: the units below, the most first."""
    rows = [row for row in below.iter_rows(named=True) if (row["missing_places"] or 0) > 0]
    title = texts.say("Where are the places missing?")
    if not rows:
        return NoChart(title, texts.say("No unit below this one misses any."))
    shown = sorted(rows, key=lambda row: -row["missing_places"])
    return Bars(
        title=texts.say("{name} misses the most", name=shown[0]["unit_name"]),
        unit=texts.say("{subject}, places missing of the target", subject=subject_of(texts, unit)),
        bars=tuple(
            Bar(row["unit_name"], float(row["missing_places"]), texts.count(row["missing_places"]),
                texts.say("of {amount}", amount=texts.count(row["target_places"])), "watch", row["unit_id"])
            for row in shown[:_MOST_BARS]
        ),
    )  # fmt: skip


def _line(texts: Texts, role: Any, name: str, values: tuple[int | None, ...], end: float | None) -> Line:
    return Line(
        role=role,
        name=name,
        values=tuple(None if value is None else float(value) for value in values),
        texts=tuple(texts.count(value) for value in values),
        label=f"{name} {texts.count(values[-1])}",
        end=end,
    )
