"""The tables of figures that were published with another value: of units, and of accounts inside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.addresses import Address, Opened
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.queries import data_quality as queries
from dashboard.sentences.data_words import FIGURES
from dashboard.sentences.words import STATUS_WORDS, direction
from dashboard.texts import Texts
from dashboard.warehouse import Door

OPEN_UNIT = "changed-accounts"
Figures = dict[str, Any]


def changed(texts: Texts, figures: queries.Changes) -> Table:
    """Published figures of whole units that have another value than in the release before."""
    return Table(
        title=texts.say("What changed since the last release"),
        columns=_columns(texts),
        rows=tuple(_change(texts, number, row) for number, row in enumerate(figures.rows.iter_rows(named=True))),
        empty=texts.say("No figure that was published before has changed."),
        unit=texts.unit("thousand"),
        notes=_cut_off(texts, figures),
    )


def changed_accounts(texts: Texts, door: Door, units: queries.Changes, address: Address) -> Table:
    """Units of which account figures changed, and how many; a unit opens to them.

    A posting that was moved from one account to another inside a unit changes nothing else.
    """
    return Table(
        title=texts.say("Accounts that changed since the last release"),
        columns=_columns(texts),
        rows=tuple(_units(texts, door, units, address)),
        empty=texts.say("No figure that was published before has changed."),
        unit=texts.unit("thousand"),
        notes=_cut_off(texts, units),
        is_tree=True,
    )


def _columns(texts: Texts) -> tuple[Column, ...]:
    say = texts.say
    return (
        Column(say("Unit"), say("period")),
        Column(say("Figure"), left=True),
        Column(say("Before")),
        Column(say("Now")),
        Column(say("Change")),
    )


def _cut_off(texts: Texts, changes: queries.Changes) -> tuple[str, ...]:
    if not changes.has_more:
        return ()
    return (texts.say("Only the {count} largest changes are shown; there are more.", count=len(changes.rows)),)


def _units(texts: Texts, door: Door, units: queries.Changes, address: Address) -> Iterator[Row]:
    for unit in units.rows.iter_rows(named=True):
        year, period, unit_id = unit["fiscal_year"], unit["period"], unit["unit_id"]
        place = Opened(OPEN_UNIT, f"{year}-{period:02d}", unit_id)
        is_open = address.opened_row(*place.row) is not None
        told = texts.say_many("{count} account figure", "{count} account figures", unit["changed_figures"])
        yield Row(
            id=str(place),
            label=unit["unit_name"] or unit_id,
            note=texts.month(year, period),
            cells=(Cell(told), Cell(""), Cell(""), Cell("")),
            is_open=is_open,
        )
        if is_open:
            found = queries.changed_accounts(door, year, period, unit_id)
            for number, row in enumerate(found.rows.iter_rows(named=True)):
                yield Row(
                    id=f"{place}:{number}",
                    label=f"{row['account']} {row['account_name'] or ''}",
                    note=row["function_code"] or "",
                    cells=_cells(texts, row),
                    level=2,
                    kind="account",
                )


def _change(texts: Texts, number: int, row: Figures) -> Row:
    return Row(
        id=f"c:{number}",
        label=row["unit_name"] or row["unit_id"],
        note=texts.month(row["fiscal_year"], row["period"]),
        cells=_cells(texts, row),
    )


def _cells(texts: Texts, row: Figures) -> tuple[Cell, ...]:
    figure = Cell(texts.say(FIGURES.get(row["figure"]) or row["figure"]))
    if row["figure"] == "status":
        said = (texts.say(STATUS_WORDS.get(row[name] or "") or "–") for name in ("before_status", "after_status"))
        return (figure, *map(Cell, said), Cell(""))
    return (
        figure,
        Cell(texts.amount(row["before_dkk"])),
        Cell(texts.amount(row["after_dkk"])),
        Cell(texts.amount(row["change_dkk"], signed=True), tone=direction(row["change_dkk"])),
    )
