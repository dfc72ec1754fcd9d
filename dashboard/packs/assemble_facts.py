"""A fact sheet of a theme: what a unit spends its money on, by function and by account group."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import Engine

from dashboard.packs.asked import Asked, NoPack, span_of
from dashboard.packs.assemble import Edition, Told, finished
from dashboard.packs.assemble_held_back import not_in_the_figures
from dashboard.packs.assemble_numbers import MOST_ROWS, Writing, bars, spoken
from dashboard.packs.assemble_words import of_many
from dashboard.packs.content import Cell, Column, Figure, Pack, Section, Table
from dashboard.queries import budget_followup
from dashboard.queries import budget_followup__unit_function_period as spending
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.sentences.focus_words import span_name
from dashboard.sentences.words import GROUP_WORDS, no_double_point
from dashboard.texts import Texts, mark
from dashboard.warehouse import Scope, Warehouse

Row = dict[str, Any]


def facts(
    warehouse: Warehouse, store: Engine, texts: Texts, span: str, unit_id: str = WHOLE_MUNICIPALITY,
    edition: Edition | None = None,
) -> Pack:  # fmt: skip
    """What a unit, or the whole municipality, spends its money on. Raises NoPack, DoorProblem.

    It is read from the release that is served: nothing of it waits for a publication.
    """
    door = warehouse.door(Scope.of((unit_id,)))
    row = span_of(door, texts, span)
    asked = Asked(door, store, texts, row, unit_id, unit_id)
    unit = budget_followup.unit(door, asked.cut, unit_id)
    if unit is None:
        raise NoPack("no_money", texts, unit=unit_id, span=span_name(texts, span))
    name = door.release.municipality if unit_id == WHOLE_MUNICIPALITY else unit["unit_name"]
    asked = Asked(door, store, texts, row, unit_id, name)
    sections = (_by_function(asked, unit), _by_group(asked, unit), _by_unit(asked, unit), not_in_the_figures(asked))
    return finished(asked, "facts", tuple(filter(None, sections)), _lead(asked, unit), Told({}), edition or Edition())


def _lead(asked: Asked, unit: Row) -> tuple[str, str]:
    """What is spent of the budget: what stands first."""
    texts = asked.texts
    told = texts.say(
        "{unit} has spent {spent} of a budget of {budget}.",
        unit=asked.unit_name,
        spent=texts.money(unit["actual_dkk"]),
        budget=texts.money(unit["revised_dkk"]),
    )
    return no_double_point(told), ""


def _by_function(asked: Asked, unit: Row) -> Section:
    rows = spending.functions(asked.door, asked.year, asked.span["last_period"], asked.unit_id).to_dicts()
    named = [{**row, "name": row["function_name"] or asked.say("Without a function")} for row in rows]
    heading = asked.say("What do we spend the money on?")
    return _section(asked, "functions", heading, named, unit, mark("The {count} largest functions of {total}."))


def _by_group(asked: Asked, unit: Row) -> Section:
    rows = budget_followup.groups(asked.door, asked.cut, asked.unit_id).to_dicts()
    named = [{**row, "name": asked.say(GROUP_WORDS.get(row["account_group"], row["account_group"]))} for row in rows]
    return _section(asked, "groups", asked.say("Wages, operations and income"), named, unit)


def _by_unit(asked: Asked, unit: Row) -> Section | None:
    below = budget_followup.children(asked.door, asked.cut, asked.unit_id).to_dicts()
    if len(below) < 2:
        return None
    named = [{**row, "name": row["unit_name"]} for row in below]
    return _section(
        asked, "units", asked.say("Who spends it?"), named, unit, mark("The {count} largest units of {total}.")
    )


def _section(
    asked: Asked, name: str, heading: str, rows: list[Row], total: Row, note: str = ""
) -> Section:  # fmt: skip
    """What is spent of a budget, and by whom or on what: bars of the largest, with last year beside them."""
    texts, say = asked.texts, asked.say
    rows = sorted(rows, key=lambda row: -abs(row["actual_dkk"]))
    shown = rows[:MOST_ROWS]
    thousands = Writing.of_unit(texts, "thousand")
    # What a function will cost in the end nobody forecasts; what an account group cost last year no mart says.
    last = ("forecast_dkk", mark("Forecast")) if name == "groups" else ("last_year_actual_dkk", mark("Last year"))
    figures = ("revised_dkk", "actual_dkk", last[0])
    columns = (
        Column(texts.unit("thousand"), width=2.6),
        *(thousands.column(say(head)) for head in (mark("Revised budget"), mark("Spent"), last[1])),
    )

    def line(label: str, row: Row) -> tuple[Cell, ...]:
        return (Cell(label), *(thousands.cell(row[column]) for column in figures))

    table = Table(
        heading,
        heading,
        columns,
        tuple(line(row["name"], row) for row in shown),
        line(say("Total"), total),
        of_many(texts, note, len(shown), len(rows)) if note else "",
    )
    spent = [(row["name"], row["actual_dkk"]) for row in shown]
    unit = say(
        "Spent in {months}", months=f"{texts.month_name(1)} – {texts.month(asked.year, asked.span['last_period'])}"
    )
    writing = Writing.money(texts, [value for _, value in spent])
    unit = f"{unit}, {writing.unit}"
    if not spent:
        nothing = say("Nothing is spent.")
        return Section(name, heading, figure=Figure(heading, "", nothing, None, None, nothing))
    chart = bars(spent, heading, writing, tone="accent")
    title = _largest(asked, spent)
    return Section(name, heading, figure=Figure(title, unit, spoken(chart, title, unit), chart, table))


def _largest(asked: Asked, spent: list[tuple[str, Decimal]]) -> str:
    name, value = spent[0]
    return asked.say("{name} is the largest: {amount}", name=name, amount=asked.texts.money(value))
