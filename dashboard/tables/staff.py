"""The staff of each unit, and the positions that are vacant under the hiring freeze."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from dashboard.addresses import Address, Opened
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.meanings import meaning
from dashboard.sentences import staff as sentences
from dashboard.sentences.words import UNIT_KINDS
from dashboard.texts import Texts

MART, YEAR_MART = "staff__unit_month", "staff__unit_year"
_FIGURES = 6


@dataclass(frozen=True)
class Tree:
    """What the rows are drawn from: the unit's month with all units' and the municipality's, and what stands open.

    `years`: the newest whole year of each unit, by its id; not there before the first.
    """

    texts: Texts
    unit: dict[str, Any]
    units: pl.DataFrame
    whole: dict[str, Any]
    years: dict[str, dict[str, Any]]
    address: Address

    def table(self, excel: str) -> Table:
        """The units below one, with the unit's own row as its total."""
        say, unit = self.texts.say, self.unit
        own = self._unit(unit, 1)
        return Table(
            title=say("Staff unit by unit"),
            columns=self._columns(),
            rows=tuple(self._below(unit["unit_id"], 1)),
            total=replace(own, id="total", label=say("Total"), note=unit["unit_name"], is_open=None, goes_to=""),
            empty=say("There is nothing below this unit."),
            link=Choice(excel, say("Download to Excel")) if excel else None,
            notes=sentences.definitions(self.texts, self.whole),
            is_tree=True,
        )

    def _columns(self) -> tuple[Column, ...]:
        say, texts = self.texts.say, self.texts
        year = self.years.get(self.unit["unit_id"], {}).get("fiscal_year")
        return (
            Column(say("Unit")),
            Column(say("Full-time equivalents"), "", meaning(texts, MART, "fte")),
            Column(say("Sickness"), say("in the month"), meaning(texts, MART, "sickness_share")),
            Column(say("Sickness, 12 months"), say("days per FTE"), meaning(texts, MART, "sickness_12_months_share")),
            Column(say("Turnover"), str(year or ""), meaning(texts, YEAR_MART, "turnover_share")),
            Column(say("Wages per FTE"), texts.unit("thousand"), meaning(texts, MART, "wage_per_fte_dkk")),
            Column(say("Frozen positions"), say("months saved"), meaning(texts, MART, "saved_months")),
        )

    def _below(self, unit_id: str, level: int) -> Iterator[Row]:
        for figures in self.units.filter(parent_unit_id=unit_id).iter_rows(named=True):
            row = self._unit(figures, level)
            yield row
            if row.is_open:
                yield from self._below(figures["unit_id"], level + 1)

    def _unit(self, figures: dict[str, Any], level: int) -> Row:
        opened, kind = Opened(figures["unit_id"]), UNIT_KINDS.get(figures["unit_kind"])
        return Row(
            id=str(opened),
            label=figures["unit_name"],
            note=self.texts.say(kind) if kind else "",
            cells=self._cells(figures),
            level=level,
            kind="unit",
            is_open=None if figures["is_leaf"] else opened in self.address.opened,
            goes_to=self.texts.say("Look at {unit}", unit=figures["unit_name"]),
        )

    def _cells(self, figures: dict[str, Any]) -> tuple[Cell, ...]:
        texts, fewest = self.texts, self.whole["fewest"]
        positions = Cell(texts.count(figures["frozen_positions"]), texts.number(figures["saved_months"], 1))
        if figures["hidden_reason"]:
            told = sentences.why_hidden(texts, figures, fewest)
            return (Cell(told, tone="quiet", span=_FIGURES - 1, left=True, wrap=True), positions)
        days = texts.number(figures["sickness_days_per_fte"], 1)
        return (
            Cell(texts.count(figures["fte"])),
            Cell(texts.share(figures["sickness_share"])),
            Cell(texts.share(figures["sickness_12_months_share"]), days),
            self._turnover(figures["unit_id"]),
            Cell(texts.amount(figures["wage_per_fte_dkk"])),
            positions,
        )

    def _turnover(self, unit_id: str) -> Cell:
        year, fewest = self.years.get(unit_id), self.whole["fewest"]
        if not year:
            return Cell(self.texts.share(None))
        reason = year["turnover_hidden_reason"]
        told = sentences.year_cell(self.texts, year["turnover_share"], reason, fewest, 0)
        return Cell(self.texts.share(None), told) if reason else Cell(told)


def positions(texts: Texts, rows: pl.DataFrame) -> Table:
    """Every vacant position, the longest vacant first."""
    say = texts.say
    return Table(
        title=say("Vacant positions under the hiring freeze"),
        columns=(
            Column(say("Position")),
            Column(say("Unit"), left=True),
            Column(say("Status"), left=True),
            Column(say("Vacant since")),
            Column(say("Dispensation"), left=True),
        ),
        rows=tuple(_position(texts, row) for row in rows.iter_rows(named=True)),
        empty=say("No position is vacant under the hiring freeze."),
        notes=(say("As the list stands in the newest month, in the organisation of that month."),),
    )


def _position(texts: Texts, row: dict[str, Any]) -> Row:
    status = sentences.POSITION_STATUSES.get(row["status"], row["status"])
    return Row(
        id=row["position_id"],
        label=row["title"] or row["position_id"],
        note=row["position_id"] if row["title"] else "",
        cells=(
            Cell(row["unit_name"]),
            Cell(texts.say(status)),
            Cell(texts.day(row["vacant_since"])),
            Cell(row["dispensation"] or "", wrap=True),
        ),
    )
