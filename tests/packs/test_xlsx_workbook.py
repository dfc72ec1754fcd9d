"""A pack's workbook: numbers are numbers in kroner, texts stay texts, and each sheet can be read and printed."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from dashboard.packs.content import Cell, Column, Pack, Table
from dashboard.packs.xlsx_workbook import write_xlsx
from tests.packs.reading import squeezed, texts_of_package
from tests.packs.sample import SMALL, YEAR, Sample
from tests.packs.test_assemble import made
from tests.packs.worst import worst

HARD = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "http://example.org", "x" * 40_000, "'", "_x000D_", "😀"]


def opened(pack: Pack) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(pack)))


def tables_of(pack: Pack) -> list[Table]:
    found = []
    for section in pack.sections:
        figures = [section.figure, *(area.figure for area in section.areas)]
        found += [figure.table for figure in figures if figure and figure.table]
        found += [section.table] if section.table else []
    return found


def with_table(pack: Pack, *tables: Table) -> Pack:
    sections = [replace(pack.sections[-1], name=f"t{at}", figure=None, table=one) for at, one in enumerate(tables)]
    return replace(pack, sections=tuple(sections))


def test_each_table_is_a_sheet_with_its_raw_numbers(sample: Sample) -> None:
    pack = made(sample)
    book, tables = opened(pack), tables_of(pack)
    assert len(book.sheetnames) == len(tables) + 1
    for sheet, table in zip(book.worksheets[1:], tables, strict=True):
        assert sheet["A1"].value == table.caption
        assert [cell.value or "" for cell in sheet[4]] == [column.title for column in table.columns]
        for line, row in enumerate([*table.rows, *([table.total] if table.total else [])], start=5):
            for cell, content, column in zip(sheet[line], row, table.columns, strict=False):
                is_number = content.value is not None and column.kind != "text"
                assert cell.data_type == ("n" if is_number else "s")
                if is_number:
                    assert cell.value == pytest.approx(float(content.value or 0))
                else:
                    assert (cell.value or "") == content.text


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("million", Decimal("2974321.5"), "#,##0.0,,"), ("thousand", Decimal("2974321.5"), "#,##0,"),
        ("dkk", Decimal("2.5"), "#,##0.00"), ("share", Decimal("0.0456"), "0.0%"), ("count", 7, "#,##0"),
        ("number", Decimal("7.25"), "#,##0.0"),
    ],
)  # fmt: skip
def test_a_number_is_kept_as_it_is_and_shown_as_the_column_says(
    sample: Sample, kind: Any, value: Decimal | int, shown: str
) -> None:
    table = Table("T", "T", (Column("A"), Column("B", kind)), ((Cell("a"), Cell("b", value)),))
    cell = opened(with_table(made(sample), table)).worksheets[1]["B5"]
    assert (cell.value, cell.number_format) == (float(value), shown)


def test_no_text_becomes_a_formula_or_a_link(sample: Sample) -> None:
    rows = tuple((Cell(text), Cell(text)) for text in HARD)
    table = Table("=1+1", "=1+1", (Column("=1+1"), Column("@x")), rows)
    book = opened(with_table(made(sample), table))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    sheet = book.worksheets[1]
    assert [sheet.cell(line, 1).value for line in range(5, 5 + len(HARD))] == [text[:32_767] for text in HARD]
    assert all(sheet.cell(line, 1).quotePrefix for line in range(5, 10))


def test_sheets_have_names_that_excel_takes(sample: Sample) -> None:
    names = ["A/B:C?", "a b c", "x" * 60, "X" * 60, "'", "History", ""]
    tables = [Table(name, name, (Column("A"),), ((Cell("a"),),)) for name in names]
    sheets = opened(with_table(made(sample), *tables)).sheetnames
    assert len({name.casefold() for name in sheets}) == len(sheets) == len(names) + 1
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in sheets)
    assert "history" not in {name.casefold() for name in sheets}


def test_the_heading_stays_and_each_sheet_prints_on_the_width_of_a_page(sample: Sample) -> None:
    for sheet in opened(made(sample, YEAR, SMALL, "en")).worksheets[1:]:
        assert sheet.freeze_panes == "B5"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_the_worst_texts_and_the_same_bytes(sample: Sample) -> None:
    pack = worst(made(sample))
    assert write_xlsx(pack) == write_xlsx(pack)
    whole = squeezed(texts_of_package(write_xlsx(pack)))
    for table in tables_of(pack):
        assert squeezed(table.caption) in whole
        assert all(squeezed(row[0].text) in whole for row in table.rows)
        assert squeezed(table.note) in whole
