"""Rows of a sheet in an Excel workbook, through calamine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import fastexcel
import polars as pl

from pipelines.extracts.encodings import Opener
from pipelines.extracts.layout import find_layout, plain
from pipelines.extracts.rows import HEADER_SEARCH_RECORDS, LINE, Batch, Record, written
from pipelines.extracts.spec import Spec
from pipelines.extracts.xlsx_survey import Survey, check_archive, sheet_parts, survey, text_rows
from pipelines.problems import Problem

MAX_WORKBOOK_BYTES = 300 << 20
BATCH_ROWS = 250_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


class XlsxRows:
    """The rows of one sheet. Row numbers are the sheet's own."""

    typed = True
    separator = ";"

    def __init__(self, book: Workbook, name: str) -> None:
        self.name, self._book = name, book
        self.wanted: set[int] = set()
        self._survey: Survey = survey(book.archive, book.parts[name], f"{book.where}#{name}")
        self._frame = self._loaded()
        self.bytes_read = 0

    def _loaded(self) -> pl.DataFrame:
        try:
            sheet = self._book.reader.load_sheet(self.name, header_row=None, skip_rows=0, dtypes="string")
            frame = sheet.to_polars()
        except Exception as error:
            raise _damaged(error, self._book.where) from error
        frame = frame.rename({name: str(index) for index, name in enumerate(frame.columns)})
        for (column, row), text in self._survey.errors.items():
            if column < frame.width and row <= frame.height:
                frame[row - 1, column] = text
        self._height = frame.height
        numbered = frame.with_columns(pl.Series(LINE, range(1, frame.height + 1), dtype=pl.Int64))
        return numbered.filter(pl.any_horizontal(pl.exclude(LINE).is_not_null()))

    def head(self) -> list[Record]:
        return [self._record(row) for row in self._frame.head(HEADER_SEARCH_RECORDS).iter_rows()]

    def _record(self, row: tuple[object, ...]) -> Record:
        fields = ["" if cell is None else str(cell) for cell in row[:-1]]
        return Record(int(str(row[-1])), fields, written(fields, self.separator))

    def batches(self, header: Record, columns: int, needed: int) -> Iterator[Batch]:
        del columns, needed
        words = {place: self._words(place) for place in self.wanted}
        done = header.line
        first = self._frame.get_column(LINE).search_sorted(header.line, side="right")
        for start in range(first, max(self._frame.height, first + 1), BATCH_ROWS):
            part = self._frame.slice(start, BATCH_ROWS)
            here = {place: mask.slice(start, BATCH_ROWS) for place, mask in words.items()}
            is_last = start + BATCH_ROWS >= self._frame.height
            end = self._height if is_last else int(part.get_column(LINE)[-1])
            self.bytes_read = self._book.size * end // max(1, self._height)
            yield Batch(part, end - done, idle=end - done - part.height, words=here)
            done = end

    def _words(self, place: int) -> pl.Series:
        rows = text_rows(self._book.archive, self._book.parts[self.name], place + self._survey.first_column)
        return self._frame.get_column(LINE).is_in(sorted(rows))


class Workbook:
    """An opened workbook: its archive for looking through, its reader for the cells."""

    def __init__(self, open_file: Opener, where: str) -> None:
        self.where = where
        with open_file() as stream:
            content = stream.read(MAX_WORKBOOK_BYTES + 1)
        self.size = len(content)
        if not content:
            raise Problem("the file is empty", where=where, remedy="export it again")
        if self.size > MAX_WORKBOOK_BYTES:
            raise Problem(f"the workbook is over {MAX_WORKBOOK_BYTES >> 20} MiB", where=where, remedy="export as text")
        if content.startswith(_OLD_OR_LOCKED):
            raise Problem(
                "the workbook is locked with a password or of the old .xls kind",
                where=where,
                remedy="save it as .xlsx without a password",
            )
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
            check_archive(self.archive, where)
            self.parts = sheet_parts(self.archive, where)
            self.reader = fastexcel.read_excel(content)
        except Problem:
            raise
        except Exception as error:
            raise _damaged(error, where) from error


def open_sheet(open_file: Opener, spec: Spec, where: str) -> XlsxRows:
    """The sheet that the spec names, else the first in which every header is found."""
    book = Workbook(open_file, where)
    names = list(book.parts)
    if spec.file.sheet:
        wanted = {plain(name) for name in spec.file.sheet}
        names = [name for name in names if plain(name) in wanted]
        if not names:
            asked, there = " or ".join(map(repr, spec.file.sheet)), ", ".join(map(repr, book.parts))
            raise Problem(
                f"there is no sheet {asked}; it has {there}",
                where=where,
                remedy="mend file.sheet in the spec",
            )
    failure: Problem | None = None
    for name in names:
        try:
            sheet = XlsxRows(book, name)
            find_layout(sheet.head(), spec, f"{where}#{name}")
        except Problem as problem:
            failure = failure or problem
        else:
            return sheet
    raise failure or Problem("the workbook has no sheet", where=where, remedy="export it again")


def _damaged(error: Exception, where: str) -> Problem:
    words = str(error).splitlines()[0] if str(error) else type(error).__name__
    return Problem(
        f"the file cannot be read as an Excel workbook ({words})", where=where, remedy="save it as .xlsx again"
    )
