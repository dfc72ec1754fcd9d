"""The chart of sickness: the month and the last twelve, beside the municipality's."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.charts.scales import reach, round_steps
from dashboard.components.figure import Chart, Line, Lines, Month, NoChart, Now, Role, Tick
from dashboard.texts import Texts

_SHOWN = 12


def sickness(texts: Texts, unit: dict[str, Any], course: pl.DataFrame, whole: pl.DataFrame) -> Chart:
    """The twelve months until the one looked at. `course`: the unit's months, `whole`: the municipality's."""
    title = texts.say("Sickness over the last year")
    if unit["hidden_reason"]:
        return NoChart(title, texts.say("The figures of this unit are hidden."))
    until = (unit["fiscal_year"], unit["period"])
    months = [_before(until, step) for step in reversed(range(_SHOWN))]
    own, others = _by_month(course), _by_month(whole)
    is_whole = unit["parent_unit_id"] is None
    found: list[tuple[Role, str, list[Any]]] = []
    if not is_whole:
        shares = [others.get(month, {}).get("sickness_12_months_share") for month in months]
        found.append(("reference", texts.say("the municipality, 12 months"), shares))
    found.append(("last_year", texts.say("the month"), [own.get(month, {}).get("sickness_share") for month in months]))
    rolling = [own.get(month, {}).get("sickness_12_months_share") for month in months]
    found.append(("actual", texts.say("12 months"), rolling))
    lines = tuple(_line(texts, role, name, values) for role, name, values in found)
    drawn = [value for line in lines for value in line.values if value is not None]
    if not drawn:
        return NoChart(title, texts.say("There are no figures of this unit."))
    return Lines(
        title=_finding(texts, rolling),
        unit=texts.say("Sick hours of the hours to work, per cent"),
        description=". ".join(line.label for line in lines),
        months=tuple(Month(texts.month_name(month, short=True), texts.month(year, month)) for year, month in months),
        lines=lines,
        points=(),
        ticks=tuple(Tick(step, texts.number(step, 0 if step == round(step) else 1)) for step in round_steps(drawn)),
        range=reach(drawn),
        now=_now(texts, rolling),
        table={"show": texts.say("Show as a table"), "month": texts.say("Month")},
    )


def _before(month: tuple[int, int], steps: int) -> tuple[int, int]:
    place = month[0] * 12 + month[1] - 1 - steps
    return place // 12, place % 12 + 1


def _by_month(rows: pl.DataFrame) -> dict[tuple[int, int], dict[str, Any]]:
    return {(row["fiscal_year"], row["period"]): row for row in rows.iter_rows(named=True)}


def _line(texts: Texts, role: Role, name: str, shares: list[Any]) -> Line:
    values = tuple(None if share is None else float(share) * 100 for share in shares)
    return Line(
        role=role,
        name=name,
        values=values,
        texts=tuple(texts.share(share) for share in shares),
        label=f"{name} {texts.share(shares[-1])}",
        end=None if role == "actual" else values[-1],
    )


def _now(texts: Texts, rolling: list[Any]) -> Now | None:
    reached = [place for place, share in enumerate(rolling, 1) if share is not None]
    if not reached:
        return None
    share = rolling[reached[-1] - 1]
    told = texts.share(share)
    return Now(reached[-1], float(share) * 100, f"{texts.say('12 months')} {told}", told)


def _finding(texts: Texts, rolling: list[Any]) -> str:
    known = [float(share) for share in rolling if share is not None]
    change = known[-1] - known[0] if len(known) > 1 else 0.0
    if abs(change) < 0.0025:
        return texts.say("Sickness stays as it is")
    return texts.say("Sickness is rising") if change > 0 else texts.say("Sickness is falling")
