"""Excel workbooks: numbers that are numbers, texts that stay texts, and a sheet that says what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import polars as pl
import xlsxwriter

Kind = Literal["text", "money", "share", "count", "number", "decimal", "day", "moment", "yes_no"]

# Excel stores formats with comma and full stop and shows them as the reader's language writes: 1.234,50 in Danish.
FORMATS: dict[Kind, str] = {
    "text": "@",
    "money": "#,##0.00",
    "share": "0.0%",
    "count": "#,##0",
    "number": "0",  # a year, a period, a place in a list: sorted as a number, and 2026 is not written 2.026
    "decimal": "#,##0.00##",  # a number with no unit of its own, or in the unit that another column says
    "day": "dd-mm-yyyy",
    "moment": "dd-mm-yyyy hh:mm",
    "yes_no": "@",
}
WIDTHS: dict[Kind, int] = {
    "text": 24,
    "money": 17,
    "share": 10,
    "count": 10,
    "number": 8,
    "decimal": 14,
    "day": 12,
    "moment": 17,
    "yes_no": 8,
}
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\0")
ROWS_IN_A_SHEET = 1_048_575  # Excel's own limit, less the header
CHARACTERS_IN_A_CELL = 32_767


@dataclass(frozen=True)
class Column:
    """A column of a sheet: the frame's column, its heading, how it is written, and what it means."""

    name: str
    title: str
    kind: Kind = "text"
    width: int | None = None
    meaning: str | None = None
    words: Mapping[str, str] | None = None  # what the codes of a column are called


@dataclass(frozen=True)
class Sheet:
    """A table: the columns that the frame has, in the order given here."""

    title: str
    rows: pl.DataFrame
    columns: Sequence[Column]
    frozen_columns: int = 1
    is_cut: bool = False  # there are more rows than these

    @property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if column.name in self.rows.columns]


@dataclass(frozen=True)
class Words:
    """The workbook's own words, in the reader's language."""

    about: str
    column: str
    meaning: str
    cut_off: str  # said when a table has more rows than a sheet can hold
    yes: str
    no: str


def write_workbook(path: Path, sheets: Sequence[Sheet], about: Sequence[tuple[str, str]], words: Words) -> None:
    """Write the sheets and, last, the sheet that says what they are: `about` is its lines (name, value)."""
    # One row in memory at a time: a long list of postings is written as it is read.
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as workbook:
        styles = _Styles(workbook)
        for sheet in sheets:
            _write_sheet(workbook, sheet, styles, words)
        lines = [
            *about,
            *((words.about, words.cut_off) for sheet in sheets if sheet.is_cut or len(sheet.rows) > ROWS_IN_A_SHEET),
        ]
        _write_about(workbook, lines, sheets, styles, words)


class _Styles:
    def __init__(self, workbook: Any) -> None:
        self.head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.bold = workbook.add_format({"bold": True, "valign": "top"})
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.of = {kind: workbook.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        # Excel shows such a text as it is, and keeps it a text when somebody edits the cell.
        self.quoted = workbook.add_format({"num_format": "@", "quote_prefix": True})


def _write_sheet(workbook: Any, sheet: Sheet, styles: _Styles, words: Words) -> None:
    page = workbook.add_worksheet(_sheet_name(sheet.title))
    columns = sheet.shown
    for number, column in enumerate(columns):
        page.set_column(number, number, column.width or WIDTHS[column.kind])
        page.write_string(0, number, column.title, styles.head)
    page.freeze_panes(1, min(sheet.frozen_columns, len(columns)))
    rows = sheet.rows.select([column.name for column in columns]).head(ROWS_IN_A_SHEET)
    for line, values in enumerate(rows.iter_rows(), start=1):
        for number, (column, value) in enumerate(zip(columns, values, strict=True)):
            said = column.words.get(value, value) if column.words else value
            _write_cell(page, line, number, said, column.kind, styles, words)
    if columns:
        page.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_cell(page: Any, line: int, number: int, value: object, kind: Kind, styles: _Styles, words: Words) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_string(line, number, words.yes if value else words.no, styles.of["yes_no"])
    elif isinstance(value, Decimal | int | float) and kind != "text":
        page.write_number(line, number, float(value), styles.of[kind])
    elif isinstance(value, datetime):
        page.write_datetime(line, number, value.replace(tzinfo=None), styles.of["moment"])
    elif isinstance(value, date):
        page.write_datetime(line, number, datetime(value.year, value.month, value.day), styles.of["day"])
    else:
        _write_text(page, line, number, value, styles)


def _write_text(page: Any, line: int, number: int, value: object, styles: _Styles) -> None:
    text = ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
    style = styles.quoted if text.startswith(FORMULA_BEGINNINGS) else styles.of["text"]
    page.write_string(line, number, text[:CHARACTERS_IN_A_CELL], style)


def _write_about(
    workbook: Any, lines: Sequence[tuple[str, str]], sheets: Sequence[Sheet], styles: _Styles, words: Words
) -> None:
    page = workbook.add_worksheet(_sheet_name(words.about))
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 100)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    meanings = _meanings(sheets)
    line = 0
    for line, (name, value) in enumerate(lines):
        page.write_string(line, 0, name, styles.bold)
        page.write_string(line, 1, value, styles.wrapped)
    if not meanings:
        return
    page.write_string(line + 2, 0, words.column, styles.head)
    page.write_string(line + 2, 1, words.meaning, styles.head)
    for below, (title, meaning) in enumerate(meanings.items(), start=line + 3):
        page.write_string(below, 0, title, styles.bold)
        page.write_string(below, 1, meaning, styles.wrapped)


def _meanings(sheets: Sequence[Sheet]) -> dict[str, str]:
    """What each column means; one that means something else in a later sheet is told again with the sheet's name."""
    told: dict[str, str] = {}
    for sheet in sheets:
        for column in sheet.shown:
            meaning = _meaning(column)
            if meaning and told.setdefault(column.title, meaning) != meaning:
                told[f"{sheet.title}: {column.title}"] = meaning
    return told


def _meaning(column: Column) -> str | None:
    """What a column means, told with the words that the sheet shows in the place of the release's codes."""
    if not column.meaning or not column.words:
        return column.meaning
    codes = {code: word for code, word in column.words.items() if re.fullmatch("[a-z_]+", code)}
    told = rf"\b({'|'.join(map(re.escape, codes)) or '(?!)'})\b(: [^;.,]+)?"
    return re.sub(told, lambda found: _said_once(codes[found[1]], (found[2] or "").removeprefix(": ")), column.meaning)


def _said_once(word: str, told: str) -> str:
    """A card says `act: handl`: the word with what the card tells of it, where that is more than the word."""
    if not told or ": " in word or word.casefold().endswith(told.casefold()):
        return word
    return word + told[len(word) :] if told.casefold().startswith(word.casefold()) else f"{word}: {told}"


def _sheet_name(title: str) -> str:
    """Excel allows 31 characters and not these, nor an apostrophe at an end; nor what XML does not hold."""
    allowed = (" " if letter in "[]:*?/\\" or not letter.isprintable() else letter for letter in title)
    return "".join(allowed)[:31].strip("' ") or "1"
