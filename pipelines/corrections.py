"""Known errors of a source, mended by dated entries that fail once the source has mended them itself.

Each entry names one line of one file in force, what it is expected to hold, and what is done about it:

    - source: opus_posting
      file: posteringer_2026_03.csv
      line: 812
      action: set            # or drop
      column: amount
      value: "84500.00"
      expect: {amount: "845000.00"}
      reason: Keyed with one nought too many
      reported_to: Opus support, case 4711
      date: 2026-04-14
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from pipelines.canonical import MASKED, canonical_tables
from pipelines.problems import Problem, WrongUse
from pipelines.receipts import PartState, Receipt


class Correction(BaseModel):
    """One entry. `expect` maps canonical columns to the canonical text they hold as it came (None: unreadable)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    file: str
    line: int = Field(ge=1)
    action: Literal["drop", "set"]
    column: str | None = None
    value: str | None = None
    expect: dict[str, str | None] = Field(min_length=1)
    reason: str = Field(min_length=1)
    reported_to: str = Field(min_length=1)
    date: datetime.date

    @model_validator(mode="after")
    def _set_says_what(self) -> Correction:
        if self.action == "set" and (self.column is None or self.value is None):
            raise ValueError("action 'set' needs column and value")
        return self


def read_corrections(path: Path) -> list[Correction]:
    """The entries of corrections.yml; none where there is no file. Raises WrongUse when an entry is wrong."""
    if not path.exists():
        return []
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        corrections = TypeAdapter(list[Correction]).validate_python(entries)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise WrongUse(
            str(error).replace("\n", " "), where=str(path), remedy="mend the line; the file is YAML"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise WrongUse(f"entry {key}: {first['msg']}", where=str(path), remedy="mend that key") from error
    lines = Counter((entry.source, entry.file, entry.line) for entry in corrections)
    if twice := [place for place, count in lines.items() if count > 1]:
        raise WrongUse(f"two entries are about {twice[0]}", where=str(path), remedy="keep one entry per line")
    return corrections


def apply_corrections(
    connection: duckdb.DuckDBPyConnection, parts: list[PartState], corrections: list[Correction]
) -> None:
    """Take each corrected line out of raw and put the mended one in; raw has been loaded before.

    Raises Problem where a line is no longer in force or no longer holds what its correction expects.
    """
    for correction in corrections:
        line = _find(connection, parts, correction)
        _refuse_mended(correction, line.cells)
        _exclude(connection, line)
        if correction.action == "drop":
            change = _leave_out(connection, line, correction)
        else:
            change = _put_in(connection, line, correction)
        _note(connection, line, correction, change)


@dataclass(frozen=True)
class _Line:
    """A corrected line as it was read: its place, canonical cells, and whether it had been accepted."""

    receipt: Receipt
    file: str
    line: int
    accepted: bool
    cells: dict[str, str | None]

    @property
    def key(self) -> list[object]:
        return [self.receipt.delivery_id, self.file, self.line]

    @property
    def amount(self) -> Decimal:
        """What the line adds to the figures before it is corrected."""
        column = canonical_tables()[self.receipt.table].amount
        text = self.cells.get(column) if column and self.accepted else None
        return Decimal(text or 0)


def _find(connection: duckdb.DuckDBPyConnection, parts: list[PartState], correction: Correction) -> _Line:
    for part in parts:
        same_file = correction.file in {part.file, part.receipt.file}
        if part.receipt.source != correction.source or not same_file or part.replaced_by is not None:
            continue
        key = [part.receipt.delivery_id, part.file, correction.line]
        for accepted, view in ((True, part.receipt.table), (False, f"refused_{part.receipt.table}")):
            if not accepted and not part.receipt.reading.quarantined:
                continue
            rows = connection.execute(f'select * from raw."{view}" where (delivery_id, file, line) = (?, ?, ?)', key)
            names = [column[0] for column in rows.description or []]
            if found := rows.fetchone():
                cells = {name: found[names.index(name)] for name in canonical_tables()[part.receipt.table].columns}
                return _Line(part.receipt, part.file, correction.line, accepted, cells)
    raise Problem(
        f"the line that the correction of {correction.date} is about is not in force",
        where=f"{correction.file}, line {correction.line}",
        remedy="a later delivery may have replaced it: look whether it is mended there, and move or remove the entry",
    )


def _refuse_mended(correction: Correction, cells: dict[str, str | None]) -> None:
    for column, expected in correction.expect.items():
        if cells.get(column) != expected:
            raise Problem(
                f"the correction of {correction.date} expects {expected!r} in {column} and finds {cells.get(column)!r}",
                where=f"{correction.file}, line {correction.line}",
                remedy="the source seems to have mended it: remove the entry from the corrections",
            )


def _exclude(connection: duckdb.DuckDBPyConnection, line: _Line) -> None:
    connection.execute("insert into raw.excluded_line values (?, ?, ?)", line.key)
    connection.execute("delete from raw.quarantine where (delivery_id, file, line) = (?, ?, ?)", line.key)


def _leave_out(connection: duckdb.DuckDBPyConnection, line: _Line, correction: Correction) -> Decimal:
    connection.execute(
        """insert into raw.left_out by name select ? as delivery_id, ? as file, ? as line, ? as source,
               ? as table_name, ? as rule, ? as amount_dkk""",
        [*line.key, line.receipt.source, line.receipt.table, f"correction: {correction.reason}", str(line.amount)],
    )
    return -line.amount


def _put_in(connection: duckdb.DuckDBPyConnection, line: _Line, correction: Correction) -> Decimal:
    table = canonical_tables()[line.receipt.table]
    if correction.column not in table.columns:
        raise WrongUse(
            f"{correction.column} is no column of {line.receipt.table}",
            where=f"the correction of {correction.file}, line {correction.line}",
            remedy=f"name one of {', '.join(table.columns)}",
        )
    if fault := table.columns[correction.column].objection(correction.value or ""):
        raise WrongUse(
            f"value for {correction.column}: {fault}",
            where=f"the correction of {correction.file}, line {correction.line}",
            remedy="write it as the canonical table has it",
        )
    cells = {**line.cells, correction.column: correction.value}
    if missing := [name for name, column in table.columns.items() if column.needed and cells[name] is None]:
        raise Problem(
            f"the corrected line still lacks {', '.join(missing)}",
            where=f"{correction.file}, line {correction.line}",
            remedy="the line has more than one error: have the source send it again, or drop it",
        )
    row = {"delivery_id": line.receipt.delivery_id, "source": line.receipt.source, "file": line.file} | cells
    names = ", ".join(f'"{name}"' for name in [*row, "line"])
    marks = ", ".join("?" * (len(row) + 1))
    connection.execute(
        f'insert into raw."corrected_{line.receipt.table}" ({names}) values ({marks})', [*row.values(), line.line]
    )
    after = Decimal(cells[table.amount] or 0) if table.amount else Decimal(0)
    return after - line.amount


def _note(connection: duckdb.DuckDBPyConnection, line: _Line, correction: Correction, change: Decimal) -> None:
    before = line.cells.get(correction.column) if correction.column else None
    after = correction.value
    if canonical_tables()[line.receipt.table].private:
        before, after = before and MASKED, after and MASKED
    connection.execute(
        """insert into raw.correction by name select ? as delivery_id, ? as file, ? as line, ? as source, ? as action,
               ? as column_name, ? as before_value, ? as after_value, ?::decimal(18, 2) as amount_change_dkk,
               ? as reason, ? as reported_to, ?::date as corrected_on""",
        [
            *line.key,
            line.receipt.source,
            correction.action,
            correction.column,
            before,
            after,
            change,
            correction.reason,
            correction.reported_to,
            correction.date,
        ],
    )
