"""Files made to do harm: refused in one sentence, in little memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from pipelines.extracts import archives, xlsx_rows, xlsx_survey
from pipelines.problems import Problem
from tests.extracts.conftest import HEADER, POSTING, ROWS, Read
from tests.extracts.test_sources import DATA, XLSX, ZIP, archive, csv, workbook

SHEET = "xl/worksheets/sheet1.xml"


def with_sheet(xml: bytes, name: str = SHEET) -> bytes:
    """A workbook of which one part is replaced."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet("A").write(0, 0, "x")
    book.close()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(buffer.getvalue())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, xml if entry.filename == name else old.read(entry))
    return out.getvalue()


def sheet(cells: str) -> bytes:
    head = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return f"{head}{cells}</sheetData></worksheet>".encode()


def cell(place: str, value: str = "1") -> str:
    return f'<c r="{place}"><v>{value}</v></c>'


HOSTILE_BOOKS = {
    "two cells at opposite corners": (
        with_sheet(sheet(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>')),
        "spans 1048576 rows",
    ),
    "far column, many rows": (
        with_sheet(sheet(f'<row r="1">{cell("A1")}{cell("ZZ1")}</row><row r="900000">{cell("A900000")}</row>')),
        "702 columns",
    ),
    "cells without addresses": (with_sheet(sheet("<row><c><v>1</v></c></row>")), "do not say where they stand"),
    "cells addressed last": (
        with_sheet(sheet('<row r="1"><c s="1" r="A1"><v>1</v></c></row>')),
        "do not say where they stand",
    ),
    "entities": (
        with_sheet(
            b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><workbook>&a;</workbook>', "xl/workbook.xml"
        ),
        "declarations that no spreadsheet needs",
    ),
    "no workbook inside": (archive({"a.txt": b"x"}), "is no Excel workbook"),
    "broken parts": (with_sheet(b"<workbook", "xl/workbook.xml"), "is damaged"),
    "broken sheet": (with_sheet(b"<worksheet><sheetData><row"), "cannot be read|has the headers"),
    "a macro called xlsx": (b"MZ\x90\x00" * 50, "cannot be read as an Excel workbook"),
}


@pytest.mark.parametrize("case", HOSTILE_BOOKS)
def test_hostile_workbooks(read: Callable[..., Read], case: str) -> None:
    content, words = HOSTILE_BOOKS[case]
    with pytest.raises(Problem, match=words):
        read(content, XLSX, "p.xlsx")


def test_a_workbook_that_is_a_bomb(read: Callable[..., Read], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_survey, "RATIO_COUNTS_FROM_BYTES", 1 << 20)
    with pytest.raises(Problem, match="unpacks from"):
        read(with_sheet(sheet(" " * (4 << 20))), XLSX, "p.xlsx")
    monkeypatch.setattr(xlsx_rows, "MAX_WORKBOOK_BYTES", 100)
    with pytest.raises(Problem, match="over 0 MiB"):
        read(workbook(*DATA), XLSX, "p.xlsx")


def test_a_million_columns(read: Callable[..., Read]) -> None:
    cells = "".join(cell(f"{xlsx_survey.column_letters(n)}1") for n in range(16_384))
    with pytest.raises(Problem, match="has the headers"):
        read(with_sheet(sheet(f'<row r="1">{cells}</row>')), XLSX, "p.xlsx")
    with pytest.raises(Problem, match="has the headers"):
        read(b";" * 1_000_000 + b"\n", POSTING)


@pytest.mark.parametrize(
    "name", ["../../post_2026_01.csv", "/etc/post_2026_01.csv", "a\\..\\..\\post_2026_01.csv", "C:/post_2026_01.csv"]
)
def test_names_that_point_out_of_the_archive(read: Callable[..., Read], name: str, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="points out of the archive"):
        read(archive({name: csv(ROWS)}), ZIP, "year.zip")
    assert {path.name for path in tmp_path.iterdir()} == {"year.zip", "spec.toml", "out"}


def test_a_bomb(read: Callable[..., Read], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "RATIO_COUNTS_FROM_BYTES", 1 << 20)
    bomb = archive({"post_2026_01.csv": csv(["x" * (4 << 20)])})
    with pytest.raises(Problem, match="which no extract does"):
        read(bomb, ZIP, "year.zip")


def test_an_archive_that_lies_about_its_size(read: Callable[..., Read]) -> None:
    honest = archive({"post_2026_01.csv": csv(ROWS * 2_000)})
    size = len(csv(ROWS * 2_000)).to_bytes(4, "little")
    with pytest.raises(Problem, match=r"is damaged|more than its archive declares"):
        read(honest.replace(size, (1_000).to_bytes(4, "little")), ZIP, "year.zip")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is damaged"),
        (b"PK\x03\x04 nothing", "is damaged"),
        (archive({"post_2026_01.csv": csv(ROWS)})[:-40], "is damaged"),
        (archive({"other.csv": csv(ROWS)}), "no file in it is called"),
        (
            archive({"a/post_2026_01.csv": csv(ROWS), "a/post_2026_01.txt": b"", "post_2026_02.csv": b""}),
            "post_2026_02.csv: the file is empty",
        ),
    ],
)
def test_no_archives(read: Callable[..., Read], content: bytes, words: str) -> None:
    with pytest.raises(Problem, match=words):
        read(content, ZIP, "year.zip")


def test_a_damaged_member(read: Callable[..., Read]) -> None:
    content = bytearray(archive({"post_2026_01.csv": csv([f"B{n};05.01.2026;1;2;{n},00;x" for n in range(2_000)])}))
    content[2_000:2_020] = b"\x00" * 20
    with pytest.raises(Problem, match=r"year\.zip/post_2026_01\.csv"):
        read(bytes(content), ZIP, "year.zip")


def test_a_locked_member(read: Callable[..., Read]) -> None:
    content = bytearray(archive({"post_2026_01.csv": csv(ROWS)}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    with pytest.raises(Problem, match="locked with a password"):
        read(bytes(content), ZIP, "year.zip")


def test_random_bytes(read: Callable[..., Read]) -> None:
    noise = bytes((n * 7919 + n // 13) % 256 for n in range(20_000))
    with pytest.raises(Problem):
        read(noise)
    with pytest.raises(Problem):
        read((HEADER + "\n").encode("cp1252") + noise, POSTING.replace('"csv"', '"csv"\nencoding = "utf-8"', 1))
