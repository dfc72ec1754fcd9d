"""The budget follow-up at the end of the span, half a page; and the sentence that stands first in the pack."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dashboard.packs.asked import Asked
from dashboard.packs.assemble_numbers import MOST_ROWS, Writing, bars, spoken
from dashboard.packs.assemble_words import of_many, told
from dashboard.packs.content import Cell, Column, Figure, Said, Section, Table
from dashboard.queries import budget_followup, forecast_accuracy
from dashboard.sentences import budget_followup as budget_words
from dashboard.sentences import my_centre as centre_words
from dashboard.sentences.words import GROUP_WORDS, no_double_point, variance_word
from dashboard.texts import mark

Figures = Mapping[str, Any]


def lead(asked: Asked, *, is_own: bool = True) -> tuple[str, str]:
    """The year in a sentence, and what history says of the forecast: what stands first in the pack.

    `is_own`: the reader answers for the unit, and is spoken to.
    """
    unit = budget_followup.unit(asked.door, asked.cut, asked.unit_id)
    if unit is None:
        return asked.say("There is no budget follow-up of {unit} in this span.", unit=asked.unit_name), ""
    drivers = budget_followup.drivers(asked.door, asked.cut, asked.unit_id)
    found = centre_words.sentence(asked.texts, dict(unit), drivers, _outlook(asked, unit), is_own=is_own)
    return told(found), found.more


def budget(asked: Asked) -> Section | None:
    """The expected variance by the units below, or by account group where there are none; None without money."""
    unit = budget_followup.unit(asked.door, asked.cut, asked.unit_id)
    if unit is None:
        return None
    texts, say = asked.texts, asked.say
    drivers = budget_followup.drivers(asked.door, asked.cut, asked.unit_id)
    sentence = budget_words.sentence(texts, dict(unit), drivers)
    facts = [
        Said(say("The year so far"), sentence.more),
        Said(say("Since {span}", span=_before_name(asked)), _since(asked, unit)),
        Said(say("How sure the forecast is"), centre_words.history(texts, _outlook(asked, unit))),
        *(Said(say("To know"), note.text) for note in budget_words.notices(texts, dict(unit))),
    ]
    return Section(
        "budget",
        say("Budget follow-up"),
        told(sentence),
        figure=_where(asked, unit),
        said=tuple(fact for fact in facts if fact.text),
    )


def _outlook(asked: Asked, unit: Figures) -> dict[str, Any] | None:
    """What the unit's own errors say of the forecast that stood at the end of the span; None where it is another."""
    found = forecast_accuracy.outlook(asked.door, forecast_accuracy.Ledger(), asked.unit_id)
    now = (unit["fiscal_year"], unit["forecast_round"])
    return found if found and (found["fiscal_year"], found["round"]) == now else None


def _before_name(asked: Asked) -> str:
    """The month that the span begins after, where it is of the same year."""
    first = asked.span["first_period"]
    return asked.texts.month(asked.year, first - 1) if first > 1 else ""


def _since(asked: Asked, unit: Figures) -> str:
    """How the expected variance has moved since the span began; empty where there is nothing to hold it against."""
    course = budget_followup.course(asked.door, asked.cut, asked.unit_id).to_dicts()
    before = next((row for row in course if row["period"] == asked.span["first_period"] - 1), None)
    if before is None or before["forecast_variance_dkk"] is None or unit["forecast_variance_dkk"] is None:
        return ""
    texts = asked.texts
    return no_double_point(
        texts.say(
            "The expected variance was {then}; now it is {now}.",
            then=_with_word(asked, before["forecast_variance_dkk"]),
            now=_with_word(asked, unit["forecast_variance_dkk"]),
        )
    )


def _with_word(asked: Asked, value: Decimal) -> str:
    word = variance_word(asked.texts, value)
    return f"{asked.texts.money(abs(value) if word else value)} {word}".strip()


def _where(asked: Asked, unit: Figures) -> Figure:
    texts, say = asked.texts, asked.say
    is_forecast = unit["forecast_variance_dkk"] is not None and unit["period"] < 12
    variance = "forecast_variance_dkk" if is_forecast else "variance_to_date_dkk"
    against = "forecast_dkk" if is_forecast else "phased_dkk"
    rows = _parts(asked)
    shown = sorted(rows, key=lambda row: -abs(row[variance] or Decimal(0)))[:MOST_ROWS]
    found = [(row["name"], row[variance]) for row in shown if row[variance] is not None]
    drawn = Writing.money(texts, [value for _, value in found])
    measured = say("Expected variance") if is_forecast else say("Variance to date")
    title = _largest(asked, found)
    chart = bars(found, measured, drawn) if found else None
    thousands = Writing.of_unit(texts, "thousand")
    columns = (
        Column(texts.unit("thousand"), width=2.4),
        *(thousands.column(say(head)) for head in (mark("Revised budget"), mark("Spent"))),
        thousands.column(say("Forecast") if is_forecast else say("Plan to date")),
        thousands.column(say("Variance")),
    )

    def line(name: str, row: Figures) -> tuple[Cell, ...]:
        figures = (thousands.cell(row[column]) for column in ("revised_dkk", "actual_dkk", against))
        return (Cell(name), *figures, thousands.variance(row[variance]))

    note = of_many(texts, mark("The {count} that vary most of {total}."), len(shown), len(rows))
    name = say("Budget follow-up")
    table = Table(
        name, measured, columns, tuple(line(row["name"], row) for row in shown), line(say("Total"), unit), note
    )
    if chart is None:
        nothing = say("No variance can be told: there is no forecast and no plan.")
        return Figure(name, "", nothing, None, table, nothing)
    unit_words = f"{measured}, {drawn.unit}"
    return Figure(title, unit_words, spoken(chart, title, unit_words), chart, table)


def _parts(asked: Asked) -> list[dict[str, Any]]:
    """The units directly below, or the account groups of one that has none; each by its `name`."""
    below = budget_followup.children(asked.door, asked.cut, asked.unit_id).to_dicts()
    if len(below) > 1:
        return [{**row, "name": row["unit_name"]} for row in below]
    groups = budget_followup.groups(asked.door, asked.cut, asked.unit_id).to_dicts()
    return [
        {**row, "name": asked.say(GROUP_WORDS.get(row["account_group"], row["account_group"]))} for row in groups
    ]  # fmt: skip


def _largest(asked: Asked, found: list[tuple[str, Decimal]]) -> str:
    """The finding of the bars: what pulls most, and which way."""
    if not found or not any(value for _, value in found):
        return asked.say("Nothing varies")
    name, value = max(found, key=lambda one: abs(one[1]))
    return asked.say("{name} pulls most up" if value > 0 else "{name} pulls most down", name=name)
