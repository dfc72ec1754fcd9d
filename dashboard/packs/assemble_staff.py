"""Staff, half a page: sickness over twelve months against the municipality, and the rest of what may be shown."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.packs.asked import Asked
from dashboard.packs.assemble_numbers import Line, Periods, Writing, spoken, trend, trend_table
from dashboard.packs.assemble_words import said, told
from dashboard.packs.content import Figure, Said, Section
from dashboard.queries import staff
from dashboard.sentences import staff as words

MOST_MONTHS = 12
UnitMonth = dict[str, Any]


def people(asked: Asked) -> Section | None:
    """The unit's last month of the span; None where payroll has told nothing of it."""
    say = asked.say
    course = [row for row in staff.course(asked.door, asked.unit_id).to_dicts() if _is_told(asked, row)]
    months = {(row["fiscal_year"], row["period"]): row for row in staff.months(asked.door).to_dicts()}
    if not course or (whole := months.get(_month(course[-1]))) is None:
        return None
    unit = course[-1]
    figures = words.key_figures(asked.texts, unit, _year(asked), whole)
    facts = [
        *(said(figure) for figure in figures if figure.label != say("Sickness, 12 months")),
        *(Said(say("To know"), note.text) for note in words.notices(asked.texts, unit)),
        *_hidden(asked, unit, whole),
    ]
    sentence = words.sentence(asked.texts, unit, whole)
    return Section("staff", say("Staff"), told(sentence), figure=_sickness(asked, course, months), said=tuple(facts))


def _is_told(asked: Asked, row: UnitMonth) -> bool:
    return bool(_month(row) <= (asked.year, asked.span["last_period"]))


def _month(row: UnitMonth) -> tuple[int, int]:
    return row["fiscal_year"], row["period"]


def _year(asked: Asked) -> dict[str, Any]:
    """The newest whole year's turnover and spells; empty where there is none."""
    found = staff.whole_years(asked.door, asked.year).filter(pl.col("unit_id") == asked.unit_id).to_dicts()
    return next((row for row in found if _is_told(asked, row)), {})


def _hidden(asked: Asked, unit: UnitMonth, whole: UnitMonth) -> tuple[Said, ...]:
    """How many units below are not shown, and why."""
    rows = staff.units(asked.door, *_month(unit)).to_dicts()
    below = [row for row in rows if row["unit_id"] != asked.unit_id and asked.unit_id in row["unit_path"]]
    count = sum(row["hidden_reason"] is not None for row in below)
    if not count:
        return ()
    text = asked.texts.say_many(
        "{count} unit is not shown: it has fewer than {fewest} employees, or would give such a one away.",
        "{count} units are not shown: they have fewer than {fewest} employees, or would give such a one away.",
        count,
        fewest=whole["fewest"],
    )
    return (Said(asked.say("Hidden"), text),)


def _sickness(asked: Asked, course: list[UnitMonth], months: dict[tuple[int, int], UnitMonth]) -> Figure:
    """Twelve months' sickness month by month; in the first year, before there are twelve, that of the months."""
    texts, say = asked.texts, asked.say
    shown = course[-MOST_MONTHS:]
    column = "sickness_12_months_share"
    if sum(row[column] is not None for row in shown) < 2:
        column = "sickness_share"
    known = [row for row in shown if row[column] is not None]
    if not known:
        nothing = words.why_hidden(texts, course[-1], months[_month(course[-1])]["fewest"]) or say(
            "There is no sickness to show."
        )
        return Figure(say("Sickness"), "", nothing, None, None, f"{nothing}.".replace("..", "."))
    periods = Periods(
        tuple(texts.month_name(row["period"], short=True) for row in known),
        tuple(str(row["fiscal_year"]) for row in known),
    )
    lines = [Line(say("the centre"), tuple(row[column] for row in known))]
    against = tuple((months.get(_month(row)) or {}).get(column) for row in known)
    if any(value is not None for value in against):
        lines.append(Line(say("the municipality"), against, "reference"))
    writing = Writing.of_figure(texts, "share", [])
    chart, unit = trend(periods, lines, writing)
    kind = say("Sickness, 12 months") if column == "sickness_12_months_share" else say("Sickness in the month")
    title = _way(asked, known[0][column], known[-1][column], texts.month(*_month(known[0])))
    unit = f"{kind}. {unit}"
    table = trend_table(say("Staff"), title, periods, lines, writing)
    return Figure(title, unit, spoken(chart, title, unit), chart, table)


def _way(asked: Asked, first: float, last: float, since: str) -> str:
    if asked.texts.share(first) == asked.texts.share(last):
        return asked.say("Sickness is as in {month}", month=since)
    told = {"first": asked.texts.share(first), "last": asked.texts.share(last), "month": since}
    if last > first:
        return asked.say("Sickness has risen from {first} to {last} since {month}", **told)
    return asked.say("Sickness has fallen from {first} to {last} since {month}", **told)
