"""The savings: by unit and programme, measure by measure down to the statement, and how the pools were shared out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.addresses import Address, Opened
from dashboard.components.headline import Tone
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.meanings import meaning
from dashboard.sentences.savings import KEYS, STATUSES, is_missing
from dashboard.sentences.words import UNIT_KINDS, file_and_line
from dashboard.texts import Texts, mark

UNIT_MART, MEASURE_MART, POOL_MART = "savings__unit_year", "savings__measure_year", "savings__pool_part"
SUMS = {
    "allocated_dkk": mark("Shared out"),
    "target_dkk": mark("Target"),
    "unfound_dkk": mark("Not found"),
    "target_to_date_dkk": mark("Target to date"),
    "realised_dkk": mark("Saved"),
    "expected_rest_dkk": mark("Expected rest"),
    "gap_dkk": mark("Does not come"),
}
MEASURE_SUMS = ("target_dkk", "target_to_date_dkk", "realised_dkk", "expected_rest_dkk", "gap_dkk")
MISSING = ("unfound_dkk", "gap_dkk")

Figures = dict[str, Any]


def units(texts: Texts, below: pl.DataFrame, unit: Figures, excel: str) -> Table:
    """The units below one, and the unit itself as their total."""
    say = texts.say
    return Table(
        title=say("Who delivers what was shared out"),
        columns=(Column(say("Unit")), *_columns(texts)),
        rows=tuple(_sums(texts, row, row["unit_id"], row["unit_name"]) for row in below.iter_rows(named=True)),
        total=_sums(texts, unit, "total", say("Total"), unit["unit_name"]),
        empty=say("There is nothing below this unit."),
        unit=texts.unit("thousand"),
        link=Choice(excel, say("Download to Excel")) if excel else None,
        notes=(say("Below zero in “Not found”: more is promised than was shared out."),),
    )


def programmes(texts: Texts, rows: pl.DataFrame) -> Table:
    """The unit's savings, programme by programme."""
    say = texts.say
    return Table(
        title=say("Programme by programme"),
        columns=(Column(say("Programme")), *_columns(texts)),
        rows=tuple(
            _sums(texts, row, row["programme_id"], row["programme_name"], row["programme_id"], is_way=False)
            for row in rows.iter_rows(named=True)
        ),
        empty=say("There is no programme here."),
        unit=texts.unit("thousand"),
    )


def _columns(texts: Texts) -> tuple[Column, ...]:
    notes = {"realised_dkk": texts.say("of target to date")}
    sums = (
        Column(texts.say(word), notes.get(name, ""), meaning(texts, UNIT_MART, name)) for name, word in SUMS.items()
    )
    late = meaning(texts, UNIT_MART, "overdue_count")
    return (*sums, Column(texts.say("Past deadline"), texts.say("of measures"), late))


def _sums(texts: Texts, row: Figures, key: str, label: str, note: str = "", *, is_way: bool = True) -> Row:
    kind = UNIT_KINDS.get(row["unit_kind"])
    late: Tone = "watch" if row["overdue_count"] else ""
    return Row(
        id=key,
        label=label,
        note=note or (texts.say(kind) if kind else ""),
        cells=(
            *(
                Cell(
                    texts.amount(row[name]),
                    texts.share(row["realised_share"]) if name == "realised_dkk" else "",
                    "watch" if name in MISSING and is_missing(row[name]) else "",
                )
                for name in SUMS
            ),
            Cell(texts.count(row["overdue_count"]), texts.count(row["measure_count"]), late),
        ),
        goes_to=texts.say("Show this unit by itself") if is_way and key != "total" else "",
        narrow=_not_coming(texts, row),
    )


def _not_coming(texts: Texts, row: Figures) -> str:
    return texts.say("not coming: {amount}", amount=texts.amount(row["gap_dkk"])) if is_missing(row["gap_dkk"]) else ""


@dataclass(frozen=True)
class Measures:
    """What the measures' rows are drawn from; a measure opens to its `statements` and to all its `years`."""

    texts: Texts
    address: Address
    statements: pl.DataFrame
    years: pl.DataFrame

    def table(self, measures: pl.DataFrame, excel: str) -> Table:
        """Measure by measure, what is missing most first."""
        texts, say = self.texts, self.texts.say
        columns = tuple(Column(say(SUMS[name]), "", meaning(texts, MEASURE_MART, name)) for name in MEASURE_SUMS)
        return Table(
            title=say("Measure by measure, down to the statement"),
            columns=(
                Column(say("Measure")),
                Column(say("Responsible"), say("unit"), left=True),
                Column(say("Deadline"), say("status"), meaning(texts, MEASURE_MART, "is_overdue"), left=True),
                *columns,
            ),
            rows=tuple(row for measure in measures.iter_rows(named=True) for row in self._measure(measure)),
            empty=say("There is no measure here: what is shared out is not found yet."),
            unit=texts.unit("thousand"),
            link=Choice(excel, say("Download to Excel")) if excel else None,
            is_tree=True,
        )

    def _measure(self, row: Figures) -> Iterator[Row]:
        texts, opened = self.texts, self.address.opened_row(row["measure_id"])
        nobody = row["responsible"] is None
        status = texts.say(STATUSES[row["status"]]) if row["status"] in STATUSES else texts.say("nothing stated")
        twin = texts.say("looks like {number}", number=row["twin_measure_id"]) if row["twin_measure_id"] else ""
        late = row["is_overdue"]
        yield Row(
            id=str(opened or Opened(row["measure_id"])),
            label=row["measure_name"],
            note=" · ".join(filter(None, (row["measure_id"], twin))),
            cells=(
                Cell(
                    row["responsible"] or texts.say("nobody"),
                    row["unit_name"],
                    "watch" if nobody else "",
                    mark="watch" if nobody else "",
                    wrap=True,
                ),
                Cell(
                    texts.day(row["deadline"]),
                    texts.say("{status}, past the deadline", status=status) if late else status,
                    note_tone="watch" if late or row["status"] == "dropped" else "",
                ),
                *(
                    Cell(
                        texts.amount(row[name]),
                        texts.share(row["realised_share"]) if name == "realised_dkk" else "",
                        "watch" if name in MISSING and is_missing(row[name]) else "",
                    )
                    for name in MEASURE_SUMS
                ),
            ),
            kind="unit",
            is_open=opened is not None,
            narrow=_not_coming(texts, row),
        )
        if opened:
            yield from self._statements(row)
            yield from self._years(row)

    def _statements(self, row: Figures) -> Iterator[Row]:
        texts, found = self.texts, self.statements.filter(measure_id=row["measure_id"])
        said = texts.say("Statements, the newest first") if len(found) else texts.say("Nobody has stated anything yet")
        place = texts.say("listed in {place}", place=file_and_line(texts, row["file"], row["line"]))
        yield Row(f"s:{row['measure_id']}", said, note=place, level=2, kind="section", span=8)
        for statement in found.iter_rows(named=True):
            yield self._statement(statement)

    def _years(self, row: Figures) -> Iterator[Row]:
        """What the measure is to save in each year, where there are several."""
        found = self.years.filter(measure_id=row["measure_id"])
        if len(found) < 2:
            return
        yield Row(f"y:{row['measure_id']}", self.texts.say("Year by year"), level=2, kind="section", span=8)
        for year in found.iter_rows(named=True):
            yield self._year(year)

    def _year(self, row: Figures) -> Row:
        return Row(
            id=f"y:{row['measure_id']}:{row['fiscal_year']}",
            label=str(row["fiscal_year"]),
            cells=(
                Cell(self.texts.say("not begun") if row["gap_dkk"] is None else "", span=2, left=True),
                *(Cell(self.texts.amount(row[name])) for name in MEASURE_SUMS),
            ),
            level=2,
            kind="detail",
            narrow=self.texts.amount(row["target_dkk"]),
        )

    def _statement(self, row: Figures) -> Row:
        texts, amount = self.texts, self.texts.amount
        status = texts.say(STATUSES[row["status"]]) if row["status"] in STATUSES else ""
        told = " · ".join(filter(None, (status, row["stated_by"])))
        since = texts.say("{amount} since the one before", amount=amount(row["realised_since_dkk"], signed=True))
        return Row(
            id=f"s:{row['delivery_id']}:{row['file']}:{row['line']}",
            label=texts.long_day(row["stated_on"]),
            note=file_and_line(texts, row["file"], row["line"]),
            cells=(
                Cell(row["words"] or "", told, span=4, left=True, wrap=True),
                Cell(amount(row["realised_dkk"]), since),
                Cell(amount(row["expected_rest_dkk"])),
                Cell(),
            ),
            level=2,
            kind="detail",
            narrow=amount(row["realised_dkk"]),
        )


def pools(texts: Texts, parts: pl.DataFrame) -> Table:
    """How each pool was shared out: the key, the exact share, and the part to the øre."""
    say = texts.say
    return Table(
        title=say("How the pools were shared out"),
        columns=(
            Column(say("Unit")),
            Column(say("Key"), say("of the whole key"), meaning(texts, POOL_MART, "key_number")),
            Column(say("Share of the key"), "", meaning(texts, POOL_MART, "key_share")),
            Column(say("Part of the pool"), say("of the whole pool"), meaning(texts, POOL_MART, "allocated_dkk")),
        ),
        rows=tuple(_parts(texts, parts)),
        empty=say("No pool is shared out here."),
        notes=(
            say("Shared by the largest remainder: each unit gets the whole øre of its share, what is left over goes to "
                "the largest remainders. The parts are the pool to the øre."),
        ),
    )  # fmt: skip


def _parts(texts: Texts, parts: pl.DataFrame) -> Iterator[Row]:
    pool = None
    for row in parts.iter_rows(named=True):
        if row["allocation"] != pool:
            pool = row["allocation"]
            out = ", ".join(row["left_out_names"])
            key = texts.say(KEYS[row["key_kind"]], year=row["base_year"])
            told = (key, texts.say("without {areas}", areas=out) if out else "")
            title = row["title_da"] if texts.language == "da" else row["title_en"]
            yield Row(f"p:{pool}", title, note="; ".join(filter(None, told)), kind="section", span=4)
        places = 1 if row["key_kind"] == "given" else 0
        yield Row(
            f"{pool}:{row['unit_id']}",
            row["unit_name"],
            (
                Cell(texts.number(row["key_number"], places), texts.number(row["key_total"], places)),
                Cell(texts.share(row["key_share"], 2)),
                Cell(texts.amount(row["allocated_dkk"], "dkk"), texts.amount(row["pool_dkk"], "dkk")),
            ),
        )
