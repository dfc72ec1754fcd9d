"""Workbooks as people keep them: a title above the table, days and amounts as numbers with a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from pipelines.sample.truth import FileTruth

Value = str | int | float | date | None


def write_book(
    path: Path, source: str, title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]
) -> FileTruth:
    """A workbook with a title above the table; no clock in its bytes. Fractions are amounts with øre."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2026, 1, 1), "author": "Havrevig Kommune"})
        sheet = book.add_worksheet(title[:31])
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        amount = book.add_format({"num_format": "#,##0"})
        exact = book.add_format({"num_format": "#,##0.00"})
        sheet.write_string(0, 0, f"Havrevig Kommune – {title}")
        sheet.write_row(2, 0, headers, book.add_format({"bold": True}))
        for place, row in enumerate(rows, start=3):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(place, column, datetime(value.year, value.month, value.day), day)
                elif isinstance(value, float):
                    sheet.write_number(place, column, value, exact)
                elif value is not None:
                    sheet.write(place, column, value, amount if headers[column] == "Beløb" else None)
    return FileTruth(path.name, source, header_lines=3)
