"""Lines that could not be read: listed with their reason, given back as they came, and drafted as corrections."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.canonical import MASKED, canonical_tables
from pipelines.home import Home
from pipelines.receipts import read_receipts, states

# How the names of exported lines end; deliveries know them by it.
EXPORTED = ".quarantine.csv"
DRAFT = "corrections_draft.yml"


@dataclass(frozen=True)
class RefusedLine:
    """A line in quarantine; `header` and `encoding` are those of the file it came in, `amount` its DKK if readable.

    Of a private table `value` is masked; `record` is as it came, for the one who delivered it. `cells` are the
    canonical columns as far as they could be read.
    """

    source: str
    table: str
    file: str
    header: str
    encoding: str
    line: int
    record: str
    column_name: str | None
    value: str | None
    reason: str
    amount: str | None
    cells: dict[str, str | None]

    @property
    def is_mended_by_one_cell(self) -> bool:
        """Whether a correction, which sets one cell, is enough: nothing else that is needed is missing."""
        needed = (name for name, column in canonical_tables()[self.table].columns.items() if column.needed)
        others = (self.cells[name] for name in needed if name != self.column_name)
        return self.column_name in self.cells and None not in others


def refused_lines(home: Home) -> list[RefusedLine]:
    """Every line in quarantine of the deliveries in force, in order of arrival."""
    found = []
    for state in states(read_receipts(home)):
        part = next(part for part in state.receipt.reading.parts if part.file == state.file)
        if state.replaced_by is not None or not part.quarantined:
            continue
        frame = pl.read_parquet(home.deliveries / state.receipt.delivery_id / "quarantined.parquet")
        if canonical_tables()[state.receipt.table].private:
            frame = frame.with_columns(value=pl.when(pl.col("value").is_not_null()).then(pl.lit(MASKED)))
        columns = ("line", "record", "column_name", "value", "reason", "amount")
        origin: dict[str, Any] = {"source": state.receipt.source, "table": state.receipt.table, "file": state.file}
        origin |= {"header": part.header_record, "encoding": part.encoding}
        canonical = canonical_tables()[state.receipt.table].columns
        for row in frame.filter(pl.col("file") == state.file).sort("line").iter_rows(named=True):
            as_read = {name: row[name] for name in columns}
            found.append(RefusedLine(**origin, **as_read, cells={name: row.get(name) for name in canonical}))
    return found


def write_as_they_came(lines: list[RefusedLine], folder: Path) -> dict[str, Path]:
    """Write one file per file of origin into `folder`: its header, then its refused lines, in its own encoding."""
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, Path] = {}
    by_file: dict[str, list[RefusedLine]] = {}
    for line in lines:
        by_file.setdefault(line.file, []).append(line)
    for file, its_lines in by_file.items():
        plain_name = re.sub(r"[^\w.-]+", "_", file)
        path = folder / f"{plain_name}{EXPORTED}"
        text = "".join(f"{record}\r\n" for record in [its_lines[0].header, *(line.record for line in its_lines)])
        # A workbook has no encoding of its own.
        path.write_bytes(text.encode(its_lines[0].encoding or "utf-8", errors="replace"))
        written[file] = path
    return written


def write_draft(lines: list[RefusedLine], folder: Path, today: date) -> Path:
    """Write an entry for corrections.yml per line into `folder`; a person fills in the value, the reason and the case.

    Until that is done the entry is refused, so that nothing is corrected by a draft.
    """
    path = folder / DRAFT
    entries = (text for line in lines for text in _entry(line, today))
    path.write_text("\n".join([*_HOW, *entries, ""]), encoding="utf-8", newline="\n")
    return path


_HOW = (
    "# One entry per line that could not be read. Fill in value, reason and reported_to, and move the entry into",
    "# corrections.yml. Write the value as the canonical table has it: 1234.50, 2026-03-31. An entry may be left out.",
)


def _entry(line: RefusedLine, today: date) -> Iterator[str]:
    unread = next((name for name, cell in line.cells.items() if cell is None), next(iter(line.cells)))
    named = line.column_name if line.column_name in line.cells else unread
    yield ""
    if not canonical_tables()[line.table].private:
        yield f"# As it came: {_quoted(line.record)}"
    if line.is_mended_by_one_cell:
        yield f"# {named} reads {_quoted(line.value or '')}: {line.reason}"
    else:
        yield f"# {line.reason}: one cell does not mend it, so it is dropped here, or mended in the source"
    yield f"- source: {_quoted(line.source)}"
    yield f"  file: {_quoted(line.file)}"
    yield f"  line: {line.line}"
    if line.is_mended_by_one_cell:
        yield "  action: set"
        yield f"  column: {named}"
        yield "  value: null"
    else:
        yield "  action: drop"
    cell = line.cells[named]
    yield f"  expect: {{{named}: {'null' if cell is None else _quoted(cell)}}}"
    yield '  reason: ""'
    yield '  reported_to: ""'
    yield f"  date: {today.isoformat()}"


def _quoted(text: str) -> str:
    """As YAML reads it back, whatever the source has put into it."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in quoted)
