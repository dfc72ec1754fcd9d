"""Texts stay texts, numbers are numbers, whatever stands in them."""

import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.utils.escape import unescape

from dashboard.workbooks import Column, Sheet, Words, write_workbook

WORDS = Words("About", "Column", "Meaning", "Cut off", "yes", "no")
HOSTILE = [
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+45 12 34 56 78",
    "-SUM(A1:A9)",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\0=1+1",
    "{=1+1}",
    "https://example.dk/?a=1",
    "mailto:a@example.dk",
    "0012",
    "1e9",
    " 4711 ",
    "<b>fed</b>",
    "æøå 日本 🙂",
    "a\nb",
    "_x0041_",
    "",
]


def written(path: Path, rows: pl.DataFrame, columns: list[Column]) -> openpyxl.Workbook:
    write_workbook(path / "a.xlsx", [Sheet("Ark", rows, columns)], [("Titel", "=1+1")], WORDS)
    return openpyxl.load_workbook(path / "a.xlsx")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_comes_back_as_the_text_it_was(tmp_path, text):
    cell = written(tmp_path, pl.DataFrame({"text": [text]}), [Column("text", "Tekst")]).worksheets[0].cell(2, 1)
    assert cell.data_type in {"s", "inlineStr", "n"}
    assert unescape(cell.value or "") == text
    assert cell.hyperlink is None
    assert cell.quotePrefix is text.startswith(("=", "+", "-", "@", "\t", "\r", "\0"))


def test_no_file_holds_a_formula_or_a_link(tmp_path):
    written(tmp_path, pl.DataFrame({"text": HOSTILE}), [Column("text", "=1+1")])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        for name in parts.namelist():
            content = parts.read(name)
            assert b"<f>" not in content
            assert b"<hyperlink" not in content
            assert "externalLink" not in name


def test_numbers_and_days_are_numbers_and_days(tmp_path):
    rows = pl.DataFrame(
        {
            "amount": [Decimal("-1234567.89"), Decimal("0.05"), None],
            "share": [0.3125, None, -1.0],
            "day": [date(2026, 10, 12), None, date(2000, 2, 29)],
            "moment": [datetime(2026, 11, 3, 6, 0, 1), None, None],
            "late": [True, False, None],
            "periods": [["2026-01", "2026-02"], [], None],
            "line": [10_482, 2, 3],
        }
    )
    kinds = {"amount": "money", "share": "share", "day": "day", "moment": "moment", "late": "yes_no", "line": "count"}
    columns = [Column(name, name, kinds.get(name, "text")) for name in rows.columns]
    sheet = written(tmp_path, rows, columns).worksheets[0]
    first = [cell.value for cell in sheet[2]]
    assert first[:2] == [pytest.approx(-1_234_567.89), pytest.approx(0.3125)]
    assert first[2:] == [datetime(2026, 10, 12), datetime(2026, 11, 3, 6, 0, 1), "yes", "2026-01, 2026-02", 10_482]
    assert [cell.number_format for cell in sheet[2]][:4] == ["#,##0.00", "0.0%", "dd-mm-yyyy", "dd-mm-yyyy hh:mm"]
    assert [cell.value for cell in sheet[4]][:2] == [None, -1]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:G4")


def test_a_year_is_a_number_that_is_written_as_a_year(tmp_path):
    rows = pl.DataFrame({"fiscal_year": [2026], "period": [10]})
    sheet = written(tmp_path, rows, [Column(name, name, "number") for name in rows.columns]).worksheets[0]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in sheet[2]] == [(2026, "n", "0"), (10, "n", "0")]


def test_an_account_number_in_a_text_column_keeps_its_noughts(tmp_path):
    sheet = written(tmp_path, pl.DataFrame({"account": ["00421"]}), [Column("account", "Konto")]).worksheets[0]
    assert sheet.cell(2, 1).value == "00421"


def test_codes_are_told_in_words_and_a_column_that_is_not_there_is_left_out(tmp_path):
    columns = [Column("status", "Status", words={"act": "handl"}), Column("absent", "Fravær")]
    sheet = written(tmp_path, pl.DataFrame({"status": ["act", "odd", None]}), columns).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["Status"], ["handl"], ["odd"]]


def test_what_a_column_means_is_told_with_its_words(tmp_path):
    meaning = "act: handl; watch: grænsen er nær; unknown, hvor prisen mangler. Uden bevilling altid act."
    codes = {"act": "Handl", "watch": "hold øje", "unknown": "kan ikke siges"}
    columns = [
        Column("status", "Status", meaning=meaning, words=codes),
        Column("round", "Runde", meaning="act: en akt"),
    ]
    about = written(tmp_path, pl.DataFrame({"status": ["act"], "round": ["1"]}), columns)["About"]
    told = {row[0].value: row[1].value for row in about.iter_rows() if row[0].value}
    assert told["Status"] == (
        "Handl; hold øje: grænsen er nær; kan ikke siges, hvor prisen mangler. Uden bevilling altid Handl."
    )
    assert told["Runde"] == "act: en akt", "only the column's own codes"


@pytest.mark.parametrize(
    ("word", "card", "told"),
    [
        ("Skjult: færre end 5", "few: færre end fem. Tomt: vist.", "Skjult: færre end 5. Tomt: vist."),
        ("Oprindelig bevilling", "few: bevilling; resten", "Oprindelig bevilling; resten"),
        ("Alle", "few: alle under ét.", "Alle under ét."),
        ("færdig", "few: taget i brug; ny", "færdig: taget i brug; ny"),
    ],
)
def test_what_a_word_says_itself_is_not_said_again(tmp_path, word, card, told):
    column = Column("status", "Status", meaning=card, words={"few": word})
    about = written(tmp_path, pl.DataFrame({"status": ["few"]}), [column])["About"]
    assert [row[1].value for row in about.iter_rows() if row[0].value == "Status"] == [told]


@pytest.mark.parametrize("is_cut", [True, False])
def test_a_table_that_is_cut_says_so(tmp_path, is_cut):
    sheet = Sheet("Ark", pl.DataFrame({"a": ["b"]}), [Column("a", "A")], is_cut=is_cut)
    write_workbook(tmp_path / "a.xlsx", [sheet], [("Titel", "x")], WORDS)
    about = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[-1]
    assert ("Cut off" in [row[1] for row in about.iter_rows(values_only=True)]) is is_cut


def test_no_rows_at_all_is_a_table_with_a_heading(tmp_path):
    sheet = written(
        tmp_path, pl.DataFrame({"text": pl.Series([], dtype=pl.String)}), [Column("text", "Tekst")]
    ).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=1)] == [["Tekst"]]


@pytest.mark.parametrize("title", ["a/b:c*?[]", "x" * 60, "'", ""])
def test_any_title_can_name_a_sheet(tmp_path, title):
    write_workbook(tmp_path / "a.xlsx", [Sheet(title, pl.DataFrame({"a": ["b"]}), [Column("a", "A")])], [], WORDS)
    assert len(openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[0]) <= 31


def test_a_text_longer_than_a_cell_is_cut(tmp_path):
    sheet = written(tmp_path, pl.DataFrame({"text": ["x" * 40_000]}), [Column("text", "Tekst")]).worksheets[0]
    assert len(sheet.cell(2, 1).value) == 32_767
