"""What every kind of source gives the reader: a head to find the header in, then batches of rows, all text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

LINE = "line"
HEADER_SEARCH_RECORDS = 500


@dataclass(frozen=True)
class Record:
    """One row as it stands in the file. `fault`: why its fields cannot be told apart; `span`: lines it goes over."""

    line: int
    fields: list[str]
    raw: str
    fault: str | None = None
    span: int = 1

    @property
    def is_blank(self) -> bool:
        return self.fault is None and not any(field.strip() for field in self.fields)


@dataclass
class Batch:
    """Some rows of a table. `odd`: records that do not fit the header.

    `frame`: columns "0", "1" … and `line`, as text or, where a column repeats itself, as categories. `apart`: more
    rows, as text, for the careful way only. `lines` counts physical lines; `idle` those of them that are blank or
    continue a record. `raws`: by line, records that are not their fields joined. `words`: for sources whose cells have
    types, by column: which cells are text that a person typed, not a number or a day. `is_plain`: no cell of `frame`
    holds a control or replacement character. `has_marks`: one may begin with =" or # or ***, or be overlong.
    `broken_off`: the last record fits not and has no line ending. `quote`: stands around every field of `frame`.
    """

    frame: pl.DataFrame
    lines: int
    apart: pl.DataFrame | None = None
    idle: int = 0
    odd: list[Record] = field(default_factory=list)
    raws: dict[int, str] = field(default_factory=dict)
    words: dict[int, pl.Series] = field(default_factory=dict)
    is_plain: bool = False
    has_marks: bool = True
    broken_off: bool = False
    quote: str = ""

    def all_as_text(self) -> pl.DataFrame:
        """Every row, in the order of the file."""
        rows = as_text(self.frame)
        return rows if self.apart is None else pl.concat([rows, self.apart]).sort(LINE)


class RowSource(Protocol):
    """A table to be read: its first records, then what comes after the header."""

    separator: str
    typed: bool
    wanted: set[int]
    """The columns that hold amounts, set before `batches`: which of their cells are words matters."""

    def head(self) -> list[Record]:
        """The first records, for the header to be found in."""
        ...

    def batches(self, header: Record, columns: int, needed: int) -> Iterator[Batch]:
        """The rows below `header`, which has `columns` fields of which the first `needed` have names."""
        ...

    @property
    def bytes_read(self) -> int:
        """How far it has come."""
        ...


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame without categories."""
    return frame.cast({pl.Categorical: pl.String})


def empty_frame(columns: int) -> pl.DataFrame:
    return pl.DataFrame(schema={str(index): pl.String for index in range(columns)} | {LINE: pl.Int64})


def frame_of(rows: Sequence[Sequence[str | None]], lines: Sequence[int], columns: int) -> pl.DataFrame:
    """Rows of equal length as a frame; empty text is NULL."""
    if not rows:
        return empty_frame(columns)
    cells = {
        str(index): pl.Series([cell or None for cell in column], dtype=pl.String)
        for index, column in enumerate(zip(*rows, strict=True))
    }
    return pl.DataFrame(cells | {LINE: pl.Series(lines, dtype=pl.Int64)})


def written(fields: Sequence[str | None], separator: str, like: str = "") -> str:
    """Fields as one line of text, quoted where they must be; every one where the record `like` has every one quoted."""
    every = like.startswith('"') and like.count('"') >= 2 * len(fields)
    buffer = io.StringIO()
    cells = ["" if cell is None else cell for cell in fields]
    if every:
        csv.writer(buffer, delimiter=separator, lineterminator="", quoting=csv.QUOTE_ALL).writerow(cells)
    else:
        csv.writer(buffer, delimiter=separator, lineterminator="").writerow(cells)
    return buffer.getvalue()
