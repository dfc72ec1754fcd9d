"""Workbooks, archives and databases, read for real."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy
import xlsxwriter

from pipelines.extracts.spec import Spec
from pipelines.extracts.sql_rows import _text
from pipelines.problems import Problem, WrongUse
from tests.extracts.conftest import HEADER, POSTING, ROWS, SUM, Read, read_file

XLSX = POSTING.replace('kind = "csv"', 'kind = "xlsx"').replace('"*.csv"', '"*"')
ZIP = POSTING.replace('kind = "csv"', 'kind = "zip"').replace('"*.csv"', '"*.zip"') + (
    '[file.members]\npattern = "post_{yyyy}_{MM}.csv"\nkind = "csv"\n'
)
SQL = POSTING.replace('kind = "csv"', 'kind = "sql"').replace(
    'pattern = "*.csv"', 'url_env = "PEJLING_TEST_URL"\nquery = "select * from ledger order by rowid"'
)
DATA: list[tuple[object, ...]] = [
    ("B1", datetime(2026, 1, 5), 1001, 22000001, 1234.56, "Papir"),
    ("B2", datetime(2026, 1, 6), 1001, 22000002, 250, "Løn"),
    ("B3", datetime(2026, 2, 7), 1002, 22000001, -34.5, "Kreditnota"),
    ("B4", datetime(2026, 2, 8), 1003, 22000003, 10000.0, "Husleje"),
]


def workbook(*rows: tuple[object, ...], first_row: int = 0, first_column: int = 0, header: bool = True) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    book.add_worksheet("Forside").write(0, 0, "Rapport")
    sheet = book.add_worksheet("Poster")
    everything = [tuple(HEADER.split(";")), *rows] if header else list(rows)
    for place, row in enumerate(everything):
        for column, value in enumerate(row):
            at = (first_row + place, first_column + column)
            if isinstance(value, datetime):
                sheet.write_datetime(*at, value, day)
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(*at, value, None, "#I/T" if value == "=NA()" else 0)
            elif isinstance(value, str):
                sheet.write_string(*at, value)
            elif value is not None:
                sheet.write_number(*at, float(str(value)))
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize(("first_row", "first_column"), [(0, 0), (4, 0), (0, 2), (7, 3)])
def test_a_workbook(read: Callable[..., Read], first_row: int, first_column: int) -> None:
    found = read(workbook(*DATA, first_row=first_row, first_column=first_column), XLSX, "p.xlsx")
    assert found.reading.accepted_amount == SUM
    assert found.accepted["line"].to_list() == [first_row + n for n in (2, 3, 4, 5)]
    assert found.accepted["posting_date"].to_list() == ["2026-01-05", "2026-01-06", "2026-02-07", "2026-02-08"]
    assert found.accepted["cost_centre"].to_list() == ["1001", "1001", "1002", "1003"]
    assert found.reading.parts[0].file == "p.xlsx#Poster"
    assert found.reading.lines == first_row + 5


def test_words_in_number_columns_are_read_by_their_form(read: Callable[..., Read]) -> None:
    odd = [
        ("B5", "05.01.2026", "0012", 1, "1.000,50", "typed"), ("B6", 46027, 2, 1, "18.500", "point"),
        ("B7", 46027.5, 2, 1, 0.1 + 0.2, "float"), ("B8", 46027, 2, 1, 1.005, "thousandths"),
    ]  # fmt: skip
    found = read(workbook(*DATA, *odd), XLSX, "p.xlsx")
    assert found.accepted.filter(found.accepted["voucher"].is_in(["B5", "B6", "B7"])).select(
        "posting_date", "cost_centre", "amount"
    ).rows() == [
        ("2026-01-05", "0012", "1000.50"), ("2026-01-05", "2", "18500.00"), ("2026-01-05", "2", "0.30"),
    ]  # fmt: skip
    assert found.reasons == [(9, "amount", "more_decimals")]
    pointed = workbook(*DATA, ("B5", 46027, 2, 1, "18.5", "point"))
    assert read(pointed, XLSX, "p.xlsx").reasons == [(6, "amount", "not_a_number")]


def test_errors_in_cells_are_seen(read: Callable[..., Read]) -> None:
    found = read(workbook(*DATA, ("B5", 46027, 2, 1, "=NA()", "x"), ("B6", 46027, "=NA()", 1, 5, "y")), XLSX, "p.xlsx")
    assert found.reasons == [(6, "amount", "error_value"), (7, "cost_centre", "error_value")]
    assert "#I/T" in found.quarantined["record"][0]


def test_formulas_without_a_result_are_seen(read: Callable[..., Read]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADER.split(";"), *map(list, DATA), ["B5", datetime(2026, 1, 5), "1", "2", "=SUM(E2:E3)", "x"]]:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    found = read(buffer.getvalue(), XLSX, "p.xlsx")
    assert found.reasons == [(6, "amount", "error_value")]
    assert found.reading.accepted_amount == SUM


def test_blank_rows_and_a_sheet_that_declares_too_much(read: Callable[..., Read]) -> None:
    content = workbook(*DATA, *[(None,)] * 3_000, (None, None, None, None, 11450.06))
    found = read(content, XLSX, "p.xlsx")
    assert found.rules == [(3006, "total_by_arithmetic")]
    assert found.reading.lines == 3006
    assert found.reading.header_lines == 3001


def test_sheets(read: Callable[..., Read]) -> None:
    named = XLSX.replace('kind = "xlsx"', 'kind = "xlsx"\nsheet = ["Data", "poster"]')
    assert read(workbook(*DATA), named, "p.xlsx").reading.accepted == 4
    with pytest.raises(Problem, match=r"there is no sheet 'Data'; it has 'Forside', 'Poster'"):
        read(workbook(*DATA), named.replace(', "poster"', ""), "p.xlsx")
    with pytest.raises(Problem, match="has the headers"):
        read(workbook(*DATA, header=False), XLSX, "p.xlsx")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"Bilag;Dato\n", "cannot be read as an Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "locked with a password or of the old .xls kind"),
        (b"PK\x03\x04" + b"x" * 300, "cannot be read as an Excel workbook"),
    ],
)
def test_no_workbooks(read: Callable[..., Read], content: bytes, words: str) -> None:
    with pytest.raises(Problem, match=words):
        read(content, XLSX, "p.xlsx")


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def csv(rows: list[str]) -> bytes:
    return ("\r\n".join([HEADER, *rows]) + "\r\n").encode("cp1252")


def test_an_archive(read: Callable[..., Read]) -> None:
    content = archive({"2026/post_2026_02.csv": csv(ROWS[2:]), "post_2026_01.csv": csv(ROWS[:2]), "læsmig.txt": b"x"})
    found = read(content, ZIP, "year.zip")
    assert found.reading.accepted_amount == SUM
    assert [(part.file, part.period, part.accepted) for part in found.reading.parts] == [
        ("year.zip/2026/post_2026_02.csv", "2026-02", 2),
        ("year.zip/post_2026_01.csv", "2026-01", 2),
    ]
    assert found.reading.periods == ("2026-01", "2026-02")
    assert set(found.accepted["file"]) == {part.file for part in found.reading.parts}


def test_a_workbook_in_an_archive(read: Callable[..., Read]) -> None:
    toml = XLSX.replace('kind = "xlsx"', 'kind = "zip"') + '[file.members]\npattern = "*.xlsx"\nkind = "xlsx"\n'
    found = read(archive({"p.xlsx": workbook(*DATA)}), toml, "w.zip")
    assert found.reading.parts[0].file == "w.zip/p.xlsx#Poster"
    assert found.reading.accepted_amount == SUM


def test_one_bad_member_refuses_the_delivery(read: Callable[..., Read], tmp_path: Path) -> None:
    content = archive({"post_2026_01.csv": csv(ROWS), "post_2026_02.csv": b"nothing;of;the;kind\r\n"})
    with pytest.raises(Problem, match=r"year.zip/post_2026_02.csv: "):
        read(content, ZIP, "year.zip")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Run statements in a real database that the spec's variable names."""
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    monkeypatch.setenv("PEJLING_TEST_URL", url)

    def run(*statements: str) -> None:
        engine = sqlalchemy.create_engine(url)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(sqlalchemy.text(statement))
        engine.dispose()

    columns = "Bilag text, Dato text, Sted text, Konto integer, Beløb numeric, Tekst text"
    values = ", ".join(
        f"('{voucher}', '{day:%Y-%m-%d}', '{place}', {account}, {amount}, '{text}')"
        for voucher, day, place, account, amount, text in DATA
    )
    run(f"create table ledger ({columns})", f"insert into ledger values {values}")
    return run


def test_a_query(database: Callable[..., None], spec_of: Callable[[str], Spec], tmp_path: Path) -> None:
    database(
        "insert into ledger values ('B5', '05.01.2026', null, 1, 1, 'x'), ('B6', '2026-01-05', '1', 1, '1,50', 'y')"
    )
    found = read_file(spec_of(SQL), None, tmp_path / "out")
    assert found.reading.file == "sql:ledger"
    assert found.accepted["line"].to_list() == [1, 2, 3, 4, 6]
    assert found.accepted["amount"].to_list()[-2:] == ["10000.00", "1.50"]
    assert found.reasons == [(5, "cost_centre", "needed_cell_empty")]
    assert found.reading.header_lines == 0
    assert found.reading.accepted_amount == SUM + Decimal("1.50")


def test_many_rows_of_a_query(database: Callable[..., None], spec_of: Callable[[str], Spec], tmp_path: Path) -> None:
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 120000) "
    query = (
        numbers + "select 'B' || i as Bilag, '2026-01-05' as Dato, 1 as Sted, 2 as Konto, "
        "i / 100.0 as Beløb, '' as Tekst from n"
    )
    found = read_file(spec_of(SQL.replace("select * from ledger order by rowid", query)), None, tmp_path / "out")
    assert found.reading.accepted == 120_000
    assert found.reading.accepted_amount == Decimal(120_000 * 120_001 // 2) / 100


@pytest.mark.parametrize(
    ("url", "query", "kind", "words"),
    [
        (None, "select 1", WrongUse, "the environment variable PEJLING_TEST_URL is not set"),
        ("nonsense", "select 1", WrongUse, "holds no URL"),
        ("nodriver://x:secret@y/z", "select 1", WrongUse, "holds no URL"),
        ("sqlite:////nowhere/at/all.db", "select 1", Problem, "the query failed"),
        ("sqlite://", "select * from ledger", Problem, "no such table: ledger"),
        ("sqlite://", "select 1 as Bilag", Problem, "lacks"),
    ],
)
def test_queries_that_fail(
    spec_of: Callable[[str], Spec],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    url: str | None,
    query: str,
    kind: type,
    words: str,
) -> None:
    monkeypatch.delenv("PEJLING_TEST_URL", raising=False)
    if url is not None:
        monkeypatch.setenv("PEJLING_TEST_URL", url)
    with pytest.raises(kind, match=words) as caught:
        read_file(spec_of(SQL.replace("select * from ledger order by rowid", query)), None, tmp_path / "out")
    assert "secret" not in str(caught.value)


def test_days_of_a_database() -> None:
    assert _text(date(2026, 1, 5)) == "2026-01-05"
    assert _text(datetime(2026, 1, 5, 1, 2, 3, 4)) == "2026-01-05 01:02:03"
    assert [_text(one) for one in (None, True, Decimal("1E+3"), b"\x01", 1.5)] == [None, "true", "1000", "01", "1.5"]
