"""The tables of a pack as a workbook: a sheet a table, numbers that are numbers, texts that stay texts.

A cell holds what the figure is (kroner, a share of one); its format writes it as the column says, so that who adds up
adds up kroner where the sheet shows millions.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from dashboard.packs.content import Cell, Figure, Kind, Pack, Table
from dashboard.theme import palette
from dashboard.workbooks import CHARACTERS_IN_A_CELL, FORMULA_BEGINNINGS

# Excel stores formats with comma and full stop and shows them as the reader's language writes. A comma at the end
# divides what is shown by a thousand.
FORMATS: dict[Kind, str] = {
    "text": "@",
    "dkk": "#,##0.00",
    "thousand": "#,##0,",
    "million": "#,##0.0,,",
    "share": "0.0%",
    "count": "#,##0",
    "number": "#,##0.0",
}
BOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_HEAD = 3  # the line of the headings: the caption, what it belongs to, an empty line
_ABOUT = (34.0, 92.0)
_SHORT = 26.0
_PRINTED, _DEFAULT_WIDTH = 110, 8.43  # letters on the width of a page, and in a column that nobody has set


def write_xlsx(pack: Pack) -> bytes:
    """The pack's tables as xlsx, the same bytes for the same pack; the first sheet says what they are."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, BOOK) as book:
        book.set_properties({**properties(pack.made_at), "title": pack.title})
        writer = _Writer(book)
        writer.about(pack)
        for prefix, about, table in _tables(pack):
            writer.sheet(f"{prefix}{table.name}", about, table)
    return made.getvalue()


def properties(made_at: datetime) -> dict[str, Any]:
    """Without a day of its own xlsxwriter writes the hour at which it was made."""
    return {"author": "Pejling", "created": made_at.replace(tzinfo=None)}


def plain_text(page: Any, line: int, number: int, text: str, style: Any = None) -> None:
    """A text as a text, whatever it begins with."""
    page.write_string(line, number, text[:CHARACTERS_IN_A_CELL], style)


def _tables(pack: Pack) -> list[tuple[str, str, Table]]:
    """Every table with what stands before its name, and the chapter or area that it belongs to."""
    found = []
    for section in pack.sections:
        figures: list[tuple[str, str, Figure | None]] = [
            (f"{area.number} ", f"{area.number}. {area.title}", area.figure) for area in section.areas
        ]
        for prefix, about, figure in [("", section.heading, section.figure), *figures]:
            if figure and figure.table:
                found.append((prefix, about, figure.table))
        if section.table:
            found.append(("", section.heading, section.table))
    return found


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.taken: set[str] = set()
        wrapped, muted = {"text_wrap": True, "valign": "top"}, palette("light")["muted"]
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        self.looks: dict[str, dict[str, Any]] = {
            **{kind: {**(wrapped if kind == "text" else {"valign": "top"}), "num_format": form}
               for kind, form in FORMATS.items()},
            "head": head,
            "right head": {**head, "align": "right"},
            "name": {**wrapped, "bold": True},
            "title": {"bold": True, "font_size": 14},
            "quiet": {"font_color": muted},
            "note": {**wrapped, "font_color": muted},
        }  # fmt: skip
        self.made: dict[tuple[str, bool, bool, bool], Any] = {}

    def about(self, pack: Pack) -> None:
        page = self.book.add_worksheet(self._name(pack.words.about))
        for number, width in enumerate(_ABOUT):
            page.set_column(number, number, width)
        self._text(page, 0, 0, pack.title, "title")
        areas = [(str(area.number), area.title) for section in pack.sections for area in section.areas]
        told = [(one.label, one.text) for section in pack.sections if not section.figure for one in section.said]
        facts = [(fact.label, fact.text) for fact in pack.facts]
        line = 2
        for name, text in [*facts, ("", pack.lead), ("", pack.lead_more), *areas, *told]:
            if text:
                self._text(page, line, 0, name, "name")
                self._text(page, line, 1, text, "text")
                page.set_row(line, _height((name, text), _ABOUT))
                line += 1
        _printed(page, line, _ABOUT)

    def sheet(self, name: str, about: str, table: Table) -> None:
        page = self.book.add_worksheet(self._name(name))
        self._text(page, 0, 0, table.caption, "title")
        self._text(page, 1, 0, "" if about == table.caption else about, "quiet")
        widths = _widths(table)
        for number, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
            page.set_column(number, number, width)
            look = "head" if column.kind == "text" else "right head"
            self._text(page, _HEAD, number, column.title, look, is_indented=_after_number(table, number))
        page.set_row(_HEAD, _height([column.title for column in table.columns], widths))
        rows = [*table.rows, *([table.total] if table.total else [])]
        for line, row in enumerate(rows, start=_HEAD + 1):
            self._row(page, line, row, table, is_total=line > _HEAD + len(table.rows))
            page.set_row(line, _height([cell.text for cell in row], widths))
        last = _HEAD + len(rows)
        if table.note:
            last += 2
            page.merge_range(last, 0, last, max(len(widths) - 1, 1), "", self._look("note"))
            self._text(page, last, 0, table.note, "note")
            page.set_row(last, _height([table.note], [sum(widths)]))
        page.freeze_panes(_HEAD + 1, 1)
        page.repeat_rows(_HEAD)
        _printed(page, last, widths)

    def _row(self, page: Any, line: int, row: tuple[Cell, ...], table: Table, *, is_total: bool) -> None:
        for number, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            if cell.value is not None and column.kind != "text":
                page.write_number(line, number, float(cell.value), self._look(column.kind, is_bold=is_total))
            elif column.kind == "text":
                is_indented = _after_number(table, number)
                self._text(page, line, number, cell.text, "text", is_bold=is_total, is_indented=is_indented)
            else:  # a number that is not there, or may not be told
                self._text(page, line, number, cell.text, "right text", is_bold=is_total)

    def _text(
        self, page: Any, line: int, number: int, text: str, name: str, *, is_bold: bool = False,
        is_indented: bool = False,
    ) -> None:  # fmt: skip
        style = self._look(
            name, is_bold=is_bold, is_indented=is_indented, is_quoted=text.startswith(FORMULA_BEGINNINGS)
        )
        plain_text(page, line, number, text, style)

    def _look(self, name: str, *, is_bold: bool = False, is_indented: bool = False, is_quoted: bool = False) -> Any:
        key = (name, is_bold, is_indented, is_quoted)
        if key not in self.made:
            look = {**self.looks["text"], "align": "right"} if name == "right text" else self.looks[name]
            total = {"bold": True, "top": 1} if is_bold else {}
            indent = {"align": "left", "indent": 2} if is_indented else {}
            # Excel keeps such a text a text when somebody edits the cell.
            quoted = {"quote_prefix": True} if is_quoted else {}
            self.made[key] = self.book.add_format({**look, **total, **indent, **quoted})
        return self.made[key]

    def _name(self, title: str) -> str:
        """Excel allows 31 characters, not these, no apostrophe at an end, and a name once (whatever its case)."""
        plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in title)[:31].strip("' ") or "1"
        name, number = plain, 2
        while name.casefold() in self.taken or name.casefold() == "history":
            name, number = f"{plain[: 30 - len(str(number))]} {number}", number + 1
        self.taken.add(name.casefold())
        return name


def _after_number(table: Table, number: int) -> bool:
    """Whether a text stands right of a number, which stands against the edge between them: it is moved away."""
    return table.columns[number].kind == "text" and number > 0 and table.columns[number - 1].kind != "text"


def _printed(page: Any, last: int, widths: Sequence[float]) -> None:
    # A title runs over the columns to its right and would make the print small: so much is printed as a page holds.
    empty = max(0, int((_PRINTED - sum(widths)) // _DEFAULT_WIDTH))
    page.print_area(0, 0, last, max(len(widths) + empty - 1, 1))
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _widths(table: Table) -> list[float]:
    """Letters that each column has room for: a short text stands on one line, a long one has its share of the page."""
    of_number = 15.0 if len(table.columns) < 8 else 9.0
    rows = [*table.rows, *([table.total] if table.total else [])]
    return [
        max(14 * column.width, 10, min(_SHORT, 1 + 1.1 * max(len(text) for text in (column.title, *texts))))
        if column.kind == "text"
        else of_number
        for column, texts in zip(
            table.columns, ([row[place].text for row in rows] for place in range(len(table.columns))), strict=True
        )
    ]


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Points of a row: the writer says them, since not every program finds out by itself how high a wrapped text is."""
    return 15.0 * max(math.ceil(len(text) * 1.15 / width) or 1 for text, width in zip(texts, widths, strict=True))
