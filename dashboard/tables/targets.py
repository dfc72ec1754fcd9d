"""The targets unit by unit: a unit opens to those below it, a department to its counts, with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.addresses import Address, Opened
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.meanings import meaning
from dashboard.sentences.targets import KEYS, subject_of
from dashboard.sentences.words import UNIT_KINDS, file_and_line
from dashboard.texts import Texts

MART = "targets__unit_year"
COLUMNS = 6

Figures = dict[str, Any]


@dataclass(frozen=True)
class Units:
    """What the rows are drawn from: all units of the subject and year, and their `counts`, the newest first."""

    texts: Texts
    address: Address
    rows: pl.DataFrame
    counts: pl.DataFrame

    def table(self, unit: Figures, excel: str) -> Table:
        """The unit in its parts, and itself as their total."""
        texts, say = self.texts, self.texts.say
        key = KEYS.get(unit["key_kind"] or "")
        return Table(
            title=say("{subject}: target and places", subject=subject_of(texts, unit)),
            columns=(
                Column(say("Unit")),
                Column(say("Key"), say(key) if key else "", meaning(texts, MART, "key_number")),
                Column(say("Exact share"), "", meaning(texts, MART, "exact_places")),
                Column(say("Target number"), "", meaning(texts, MART, "target_places")),
                Column(say("Filled"), say("counted"), meaning(texts, MART, "actual_places")),
                Column(say("Attainment"), say("missing"), meaning(texts, MART, "attainment_share")),
            ),
            rows=tuple(self._parts(unit, 1)),
            total=self._row(unit, 1, label=say("Total")),
            empty=say("There is nothing below this unit."),
            link=Choice(excel, say("Download to Excel")) if excel else None,
            is_tree=True,
            notes=(
                say("Shared by the largest remainder: each unit gets the whole places of its exact share, what is left "
                    "over goes to the largest remainders; of equal ones to the unit with more of the key first."),
                say("A unit with others below it has the sum of their targets, which its own share need not round to."),
                say("A place is counted, not a person: small numbers are shown."),
                *((say("Employees are rounded before they are shared by, as in Staff."),)
                  if unit["key_kind"] == "headcount" else ()),
            ),
        )  # fmt: skip

    def _parts(self, unit: Figures, level: int) -> Iterator[Row]:
        """The units below one, or the counts of one that has none below it."""
        below = self._below(unit["unit_id"])
        if not below:
            yield from self._counts(unit, level)
        for row in below:
            opened = self.address.opened_row(row["unit_id"])
            yield self._row(row, level, opened=opened)
            if opened:
                yield from self._parts(row, level + 1)

    def _below(self, unit_id: str) -> list[Figures]:
        """The centres below a unit that has any, else what lies directly below it."""
        here = pl.col("unit_path").list.contains(unit_id) & (pl.col("unit_id") != unit_id)
        centres = self.rows.filter(here & (pl.col("unit_kind") == "centre"))
        return (centres if len(centres) else self.rows.filter(parent_unit_id=unit_id)).to_dicts()

    def _row(self, row: Figures, level: int, *, label: str = "", opened: Opened | None = None) -> Row:
        texts, kind = self.texts, UNIT_KINDS.get(row["unit_kind"])
        missing = row["missing_places"]
        is_short = missing is not None and missing > 0
        return Row(
            id="total" if label else str(opened or Opened(row["unit_id"])),
            label=label or row["unit_name"],
            note=row["unit_name"] if label else texts.say(kind) if kind else "",
            cells=(
                Cell(texts.number(row["key_number"], 0)),
                Cell(texts.number(row["exact_places"], 2)),
                Cell(texts.count(row["target_places"])),
                Cell(texts.count(row["actual_places"]), texts.day(row["counted_on"]) if row["counted_on"] else ""),
                Cell(
                    texts.share(row["attainment_share"], 0),
                    texts.say("{count} missing", count=texts.count(missing)) if is_short else "",
                    note_tone="watch" if is_short else "",
                ),
            ),
            level=level,
            kind="unit",
            is_open=None if label else opened is not None,
        )

    def _counts(self, unit: Figures, level: int) -> Iterator[Row]:
        texts, found = self.texts, self.counts.filter(unit_id=unit["unit_id"])
        said = texts.say("Counts, the newest first") if len(found) else texts.say("Nobody has counted in this year.")
        yield Row(f"c:{unit['unit_id']}", said, level=level, kind="section", span=COLUMNS)
        for row in found.iter_rows(named=True):
            place = file_and_line(texts, row["file"], row["line"]) if row["file"] else ""
            yield Row(
                id=f"c:{row['unit_id']}:{row['counted_on']}",
                label=texts.long_day(row["counted_on"]),
                note=place or texts.say("not counted that day: as counted before"),
                cells=(
                    Cell(row["words"] or "", span=3, left=True, wrap=True),
                    Cell(texts.count(row["places"])),
                    Cell(),
                ),
                level=level,
                kind="detail",
                narrow=texts.count(row["places"]),
            )
