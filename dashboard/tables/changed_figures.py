"""The table of figures that were published with another value: one row a unit, which opens to every figure of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dashboard.addresses import Address, Opened
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.queries import data_quality as queries
from dashboard.sentences.data_words import FIGURES
from dashboard.sentences.words import STATUS_WORDS
from dashboard.texts import Texts
from dashboard.warehouse import Door

OPEN_UNIT = "changed"
_FIRST_TOLD = ("actual", "revised", "forecast", "phased", "run_rate_forecast", "status")
Figures = dict[str, Any]
Place = tuple[str, int]


def changed(texts: Texts, door: Door, figures: queries.Changes, accounts: queries.Changes, address: Address) -> Table:
    """Units with figures that were published with another value, those that changed most first; a unit opens to them.

    `figures` are those of whole units; `accounts` the units and periods of which account figures changed: a posting
    that was moved from one account to another inside a unit changes nothing else.
    """
    say = texts.say
    return Table(
        title=say("What changed since the last release"),
        columns=(
            Column(say("Unit"), say("period")),
            Column(say("Figure"), left=True),
            Column(say("Before")),
            Column(say("Now")),
            Column(say("Change")),
        ),
        rows=tuple(_rows(texts, door, figures, accounts, address)),
        empty=say("No figure that was published before has changed."),
        unit=texts.unit("thousand"),
        notes=tuple(cut_off(texts, figures, accounts)),
        is_tree=True,
    )


def cut_off(texts: Texts, *lists: queries.Changes) -> list[str]:
    """What is said of lists that are longer than what is shown."""
    most = [texts.count(len(changes.rows)) for changes in lists if changes.has_more]
    return [texts.say("Only the {count} largest changes are shown; there are more.", count=count) for count in most[:1]]


def _rows(
    texts: Texts, door: Door, figures: queries.Changes, accounts: queries.Changes, address: Address
) -> Iterator[Row]:
    of_units, of_accounts = _by_place(figures), _by_place(accounts)
    for place in of_units | of_accounts:
        told = sorted(_without_twins(of_units.get(place, [])), key=_newest_first)
        periods = [*told, *of_accounts.get(place, [])]
        opened = Opened(OPEN_UNIT, str(place[1]), place[0])
        is_open = address.opened_row(*opened.row) is not None
        yield Row(
            id=str(opened),
            label=periods[0]["unit_name"] or place[0],
            note=_span(texts, periods),
            cells=_cells(texts, told[0]) if told else (Cell(texts.say("accounts only")), Cell(), Cell(), Cell()),
            kind="unit",
            is_open=is_open,
            narrow=texts.amount(told[0]["change_dkk"], signed=True) if told and told[0]["figure"] != "status" else "",
        )
        if is_open:
            shown = (_figure(texts, row) for row in told)
            inside = (_account(texts, row) for row in _account_figures(door, of_accounts.get(place, [])))
            for number, (label, note, cells) in enumerate((*shown, *inside)):
                yield Row(f"{opened}:{number}", label, cells, note, level=2, kind="account")


def _by_place(changes: queries.Changes) -> dict[Place, list[Figures]]:
    """The rows of each unit and fiscal year, in the order they come."""
    places: dict[Place, list[Figures]] = {}
    for row in changes.rows.iter_rows(named=True):
        places.setdefault((row["unit_id"], row["fiscal_year"]), []).append(row)
    return places


def _without_twins(rows: Iterable[Figures]) -> Iterator[Figures]:
    """Told once, what changed alike with and without carry-over."""

    def change(row: Figures) -> tuple[Any, ...]:
        names = ("period", "account", "function_code", "figure", "change_dkk", "before_status", "after_status")
        return tuple(row[name] for name in names)

    rows = list(rows)
    told = {change(row) for row in rows if row["budget_basis"] == "with_carry_over"}
    return (row for row in rows if row["budget_basis"] != "without_carry_over" or change(row) not in told)


def _newest_first(row: Figures) -> tuple[int, int, bool]:
    return -row["period"], _FIRST_TOLD.index(row["figure"]), row["budget_basis"] == "without_carry_over"


def _account_figures(door: Door, units: Sequence[Figures]) -> Iterator[Figures]:
    for unit in sorted(units, key=lambda row: -row["period"]):
        found = queries.changed_accounts(door, unit["fiscal_year"], unit["period"], unit["unit_id"])
        yield from _without_twins(found.rows.iter_rows(named=True))


def _span(texts: Texts, rows: Sequence[Figures]) -> str:
    """The first and the last month of one year's rows."""
    year, periods = rows[0]["fiscal_year"], [row["period"] for row in rows]
    months = dict.fromkeys(texts.month(year, period) for period in (min(periods), max(periods)))
    return " – ".join(months)


def _figure(texts: Texts, row: Figures) -> tuple[str, str, tuple[Cell, ...]]:
    return texts.month(row["fiscal_year"], row["period"]), "", _cells(texts, row)


def _account(texts: Texts, row: Figures) -> tuple[str, str, tuple[Cell, ...]]:
    where = (texts.month(row["fiscal_year"], row["period"]), row["function_code"])
    return f"{row['account']} {row['account_name'] or ''}", " · ".join(filter(None, where)), _cells(texts, row)


def _cells(texts: Texts, row: Figures) -> tuple[Cell, ...]:
    without = texts.say("without carry-over") if row["budget_basis"] == "without_carry_over" else ""
    figure = Cell(texts.say(FIGURES.get(row["figure"]) or row["figure"]), without)
    if row["figure"] == "status":
        said = (texts.say(STATUS_WORDS.get(row[name] or "") or "–") for name in ("before_status", "after_status"))
        return (figure, *map(Cell, said), Cell(""))
    return (
        figure,
        Cell(texts.amount(row["before_dkk"])),
        Cell(texts.amount(row["after_dkk"])),
        Cell(texts.amount(row["change_dkk"], signed=True)),
    )
