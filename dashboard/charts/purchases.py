"""The charts of purchases: a share through the year, and what consultants have cost since January."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl

from dashboard.charts.scales import reach, round_steps
from dashboard.components.figure import Chart, Line, Lines, Month, NoChart, Now, Role, Tick
from dashboard.sentences.words import unit_for
from dashboard.texts import Texts, mark

AUTOMATED, COVERAGE, CONSULTANTS = "automated_invoice_share", "agreement_coverage_share", "consultant_dkk"
NAMES = {
    AUTOMATED: mark("Booked automatically"),
    COVERAGE: mark("Agreement coverage"),
    CONSULTANTS: mark("External consultants"),
}
UNITS = {
    AUTOMATED: mark("Share of the invoices since January"),
    COVERAGE: mark("Bought on agreements since January, share of what they cover"),
}
Values = tuple[float | None, ...]


def share(texts: Texts, name: str, now: pl.DataFrame, before: pl.DataFrame, whole: pl.DataFrame | None) -> Chart:
    """A share since January by month: this year, last year, and the municipality (None: it is the municipality)."""
    this_year = _months(now, name)
    if not any(value is not None for value in this_year):
        return NoChart(texts.say(NAMES[name]), texts.say("The ledger does not say."))
    others: list[tuple[Role, str, Values]] = [("last_year", texts.say("last year"), _months(before, name))]
    if whole is not None:
        others.append(("reference", texts.say("the municipality"), _months(whole, name)))
    return _lines(
        texts,
        _finding(texts, name, this_year, others[0][2]),
        texts.say(UNITS[name]),
        [*others, ("actual", texts.say("this year"), this_year)],
        lambda value: texts.share(value, 0),
    )


def consultants(texts: Texts, now: pl.DataFrame, before: pl.DataFrame) -> Chart:
    """What external consultants have cost since January, this year and last."""
    this_year, last_year = _months(now, CONSULTANTS), _months(before, CONSULTANTS)
    known = [value for value in (*this_year, *last_year) if value is not None]
    title = texts.say(NAMES[CONSULTANTS])
    if not any(known):
        return NoChart(title, texts.say("Nothing is booked on the accounts of external consultants."))
    scale = unit_for(Decimal(str(max(known, key=abs))))
    return _lines(
        texts,
        _finding(texts, CONSULTANTS, this_year, last_year),
        texts.say("Cumulative since January, {unit}", unit=texts.unit(scale)),
        [("last_year", texts.say("last year"), last_year), ("actual", texts.say("this year"), this_year)],
        lambda value: texts.amount(value, scale),
    )


def _lines(
    texts: Texts, title: str, unit: str, given: list[tuple[Role, str, Values]], said: Callable[[float | None], str]
) -> Lines:
    drawn = [value for _, _, values in given for value in values if value is not None]
    actual = given[-1][2]
    reached = max((month for month, value in enumerate(actual, 1) if value is not None), default=0)
    newest = actual[reached - 1] if reached else None
    return Lines(
        title=title,
        unit=unit,
        description=". ".join([title, *(f"{name}: {said(_last(values))}" for _, name, values in given)]),
        months=tuple(Month(texts.month_name(month, short=True), texts.month_name(month)) for month in range(1, 13)),
        lines=tuple(
            Line(role, name, values, tuple(map(said, values)), f"{name} {said(_last(values))}", _end(role, values))
            for role, name, values in given
        ),
        points=(),
        ticks=tuple(Tick(step, said(step)) for step in round_steps(drawn)),
        range=reach(drawn),
        now=Now(reached, newest, said(newest), said(newest)) if newest is not None else None,
        table={"show": texts.say("Show as a table"), "month": texts.say("Month")},
    )


def _months(rows: pl.DataFrame, name: str) -> Values:
    """Twelve values; the closing entries belong to no month of their own."""
    by_period = dict(zip(rows["period"], rows[name], strict=True))
    return tuple(None if by_period.get(month) is None else float(by_period[month]) for month in range(1, 13))


def _last(values: Values) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)


def _end(role: Role, values: Values) -> float | None:
    return None if role == "actual" else _last(values)


def _finding(texts: Texts, name: str, now: Values, before: Values) -> str:
    """More or less than at the same time last year."""
    same = [(one, other) for one, other in zip(now, before, strict=True) if one is not None and other is not None]
    if not same or same[-1][0] == same[-1][1]:
        return texts.say(NAMES[name])
    rose = same[-1][0] > same[-1][1]
    words = {
        AUTOMATED: (mark("More invoices flow by themselves"), mark("Fewer invoices flow by themselves")),
        COVERAGE: (mark("More is bought on agreements"), mark("Less is bought on agreements")),
        CONSULTANTS: (mark("Consultants cost more than last year"), mark("Consultants cost less than last year")),
    }
    return texts.say(words[name][0 if rose else 1])
