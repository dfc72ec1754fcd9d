"""How the ERP writes a report for people: letterhead, header, rows with Danish numbers, a total at the bottom."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

from pipelines.sample.truth import FileTruth

END = "\r\n"


def danish(amount: int, *, thousands: str = ".", minus: str = "-") -> str:
    """Øre as 1.234,56 with the minus behind, as the ERP writes it."""
    kroner, rest = divmod(abs(amount), 100)
    return f"{kroner:,}".replace(",", thousands) + f",{rest:02}" + (minus if amount < 0 else "")


def danish_day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


class Report:
    """A report written to `stream` line by line; what was written is counted in `truth`."""

    def __init__(self, stream: BinaryIO, truth: FileTruth, columns: Sequence[str], encoding: str = "cp1252") -> None:
        self._stream, self._encoding, self._columns = stream, encoding.removesuffix("-sig"), columns
        self.truth = truth
        if encoding.endswith("-sig"):
            stream.write(b"\xef\xbb\xbf")

    def letterhead(self, title: str, period: str, run_date: date, note: str = "") -> None:
        """Lines above the table, among them the period and the day of the run, and an empty one."""
        lines = ["KMD Opus Økonomi – Havrevig Kommune", f"Rapport: {title}", f"Kørselsdato: {danish_day(run_date)}"]
        lines += [f"Periode: {period}"] if period else []
        lines += ([note] if note else []) + [""]
        self.text("".join(line + END for line in lines))
        self.truth.header_lines += len(lines)

    def header(self) -> None:
        self.text(_row(self._columns))
        self.truth.header_lines += 1

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Rows of cells, in the order of the columns."""
        self.text("".join(_row(row) for row in rows))

    def page_break(self, page: int, pages: int) -> None:
        """What a printed page begins with: its number, and the header again."""
        self.rows([[f"Side {page} af {pages}", *[""] * (len(self._columns) - 1)], self._columns])
        self.truth.left_out += 2

    def total(self, column: str, label: str) -> None:
        """The sum of everything above it, with `label` in the first column or with nothing beside it."""
        truth = self.truth
        truth.total = truth.accepted_amount + truth.quarantined_amount + truth.unreadable_amount
        cells = [""] * len(self._columns)
        cells[0] = label
        cells[self._columns.index(column)] = danish(truth.total)
        self.rows([cells])
        truth.left_out += 1

    def text(self, text: str) -> None:
        self._stream.write(text.encode(self._encoding))


def _row(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator=END).writerow(cells)
    return line.getvalue()
