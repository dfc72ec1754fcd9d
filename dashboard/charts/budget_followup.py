"""The two charts of the budget follow-up: frame in, figure out."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.charts.scales import reach, round_steps
from dashboard.components.figure import Bar, Bars, Chart, Line, Lines, Month, NoChart, Now, Point, Role, Tick
from dashboard.sentences.words import direction, unit_for, variance_word
from dashboard.texts import Texts, Unit, mark

_LINES: tuple[tuple[Role, str, str], ...] = (
    ("last_year", "last_year_actual_dkk", mark("last year")),
    ("plan", "phased_dkk", mark("plan")),
    ("actual", "actual_dkk", mark("spent")),
)
_MOST_BARS = 10


def cumulative(texts: Texts, unit: dict[str, Any], months: pl.DataFrame) -> Chart:
    """Spending against plan and last year, month by month, and where the year is expected to end.

    `months`: twelve rows (month, phased_dkk, actual_dkk, last_year_actual_dkk, cumulative); `unit`: the unit's row.
    """
    if not len(months):
        return NoChart(texts.say("Spending over the year"), texts.say("Nothing is booked or budgeted here."))
    scale = unit_for(_largest(months, unit))
    lines = tuple(_line(texts, months, *line, scale) for line in _LINES)
    points = tuple(_points(texts, unit, scale))
    drawn = [value for line in lines for value in line.values if value is not None] + [point.value for point in points]
    ticks = _ticks(texts, drawn, scale)
    title = _finding(texts, unit)
    return Lines(
        title=title,
        unit=texts.say("Cumulative since January, {unit}", unit=texts.unit(scale)),
        description=". ".join([title, *(f"{point.name} {point.text}" for point in points)]),
        months=tuple(Month(texts.month_name(month, short=True), texts.month_name(month)) for month in range(1, 13)),
        lines=lines,
        points=points,
        ticks=ticks,
        range=reach(drawn),
        now=_now(texts, lines[-1], scale),
        table={"show": texts.say("Show as a table"), "month": texts.say("Month")},
    )


def origin_of(texts: Texts, unit: dict[str, Any], parts: pl.DataFrame) -> Chart:
    """Which parts make the unit's variance: the largest first, over to the right, under to the left.

    `parts`: the units below (rows as `unit`), or a leaf's accounts, which have no forecast.
    """
    by_forecast = unit["forecast_variance_dkk"] is not None and not unit["is_leaf"]
    value = "forecast_variance_dkk" if by_forecast else "variance_to_date_dkk"
    name, goes_to = ("account_name", None) if unit["is_leaf"] else ("unit_name", "unit_id")
    ordered = sorted((row for row in parts.iter_rows(named=True) if row[value]), key=lambda row: -abs(row[value]))
    scale = unit_for(ordered[0][value]) if ordered else "thousand"
    known = [row for row in ordered if direction(row[value], scale)]  # a bar that is written as 0 tells nothing
    if not known:
        return NoChart(texts.say("Where does it come from?"), texts.say("There is no variance to share out."))
    shown, largest = known[:_MOST_BARS], known[0]
    names = _names(shown, name)
    return Bars(
        title=texts.say(
            "{name} pulls up the most" if largest[value] > 0 else "{name} pulls down the most", name=names[0]
        ),
        unit=_unit_line(texts, texts.unit(scale), by_forecast, len(shown), len(known)),
        bars=tuple(
            Bar(called, float(row[value]), texts.amount(row[value], scale, signed=True),
                variance_word(texts, row[value], scale, is_income=row.get("account_group") == "income"),
                direction(row[value], scale), row[goes_to] if goes_to else None)
            for called, row in zip(names, shown, strict=True)
        ),
    )  # fmt: skip


def _names(shown: list[dict[str, Any]], name: str) -> list[str]:
    """What each bar is called; an account that a leaf uses for several functions says which."""
    often = Counter(row[name] for row in shown)
    return [row[name] if often[row[name]] == 1 else f"{row[name]}, {row['function_name']}" for row in shown]


def _unit_line(texts: Texts, unit: str, by_forecast: bool, shown: int, known: int) -> str:  # noqa: FBT001
    line = texts.say(
        "Where does it come from? Expected variance, {unit}"
        if by_forecast
        else "Where does it come from? Variance to date, {unit}",
        unit=unit,
    )
    return line if shown == known else line + texts.say("; the {shown} largest of {known}", shown=shown, known=known)


def _finding(texts: Texts, unit: dict[str, Any]) -> str:
    variance = unit["variance_to_date_dkk"]
    if variance is None:
        return texts.say("Spending over the year")
    if texts.amount(variance) == texts.amount(0):
        return texts.say("Spending follows the plan")
    return texts.say(
        "Spending is {amount} above plan" if variance > 0 else "Spending is {amount} below plan",
        amount=texts.money(abs(variance)),
    )


def _line(texts: Texts, months: pl.DataFrame, role: Role, column: str, name: str, scale: Unit) -> Line:
    values = months[column].to_list()
    last = values[-1]
    return Line(
        role=role,
        name=texts.say(name),
        values=tuple(None if value is None else float(value) for value in values),
        texts=tuple(texts.amount(value, scale) for value in values),
        label=texts.say("{name} {amount}", name=texts.say(name), amount=texts.amount(last, scale)),
        end=None if last is None or role == "actual" else float(last),
    )


def _points(texts: Texts, unit: dict[str, Any], scale: Unit) -> list[Point]:
    found = []
    forecast, run_rate = unit["forecast_dkk"], unit["run_rate_forecast_dkk"]
    if forecast is not None:
        amount = texts.amount(forecast, scale)
        label = texts.say("forecast {amount}", amount=amount)
        tone = direction(unit["forecast_variance_dkk"]) or "accent"
        found.append(Point(texts.say("forecast"), label, amount, float(forecast), tone))
    if run_rate is not None and unit["period"] < 12:
        amount = texts.amount(run_rate, scale)
        label = texts.say("run rate {amount}", amount=amount)
        found.append(Point(texts.say("run rate"), label, amount, float(run_rate), "quiet"))
    return found


def _now(texts: Texts, actual: Line, scale: Unit) -> Now | None:
    reached = [month for month, value in enumerate(actual.values, 1) if value is not None]
    if not reached:
        return None
    value = actual.values[reached[-1] - 1]
    amount = texts.amount(value, scale)
    return Now(reached[-1], value or 0.0, texts.say("spent {amount}", amount=amount), amount)


def _largest(months: pl.DataFrame, unit: dict[str, Any]) -> Decimal | None:
    values = [value for _, column, _ in _LINES for value in months[column] if value is not None]
    values += [unit[name] for name in ("forecast_dkk", "run_rate_forecast_dkk") if unit[name] is not None]
    return max(values, key=abs, default=None)


def _ticks(texts: Texts, drawn: list[float], scale: Unit) -> tuple[Tick, ...]:
    """Three to five round numbers within what is drawn, and zero."""
    divisor = 1_000_000 if scale == "million" else 1_000
    steps = round_steps(drawn)
    whole = all(step % divisor == 0 for step in steps)
    return tuple(
        Tick(step, texts.count(round(step / divisor)) if whole else texts.amount(step, scale)) for step in steps
    )
