"""Lines that could not be read: listed with their reason, and given back in the form they came in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.canonical import MASKED, canonical_tables
from pipelines.home import Home
from pipelines.receipts import read_receipts, states

# How the names of exported lines end; deliveries know them by it.
EXPORTED = ".quarantine.csv"


@dataclass(frozen=True)
class RefusedLine:
    """A line in quarantine; `header` and `encoding` are those of the file it came in, `amount` its DKK if readable.

    Of a private table `value` is masked; `record` is as it came, for the one who delivered it.
    """

    source: str
    file: str
    header: str
    encoding: str
    line: int
    record: str
    column_name: str | None
    value: str | None
    reason: str
    amount: str | None


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
        rows = frame.filter(pl.col("file") == state.file).sort("line").select(columns).iter_rows()
        origin = (state.receipt.source, state.file, part.header_record, part.encoding)
        found += [RefusedLine(*origin, *row) for row in rows]
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
        path.write_bytes(text.encode(its_lines[0].encoding, errors="replace"))
        written[file] = path
    return written
