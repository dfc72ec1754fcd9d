"""More than forty ways of breaking a file: each is refused in one sentence, or the row is quarantined with a reason."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from pipelines.problems import Problem
from tests.extracts.conftest import HEADER, POSTING, ROWS, SUM, Read

LETTERHEAD = POSTING.replace(
    "[columns]",
    '[letterhead]\nperiod = { label = "Periode", form = "MM.yyyy" }\n'
    'run_date = { label = "Kørselsdato", form = "dd.MM.yyyy" }\n'
    'checks = [{ label = "Kommune", is = "Pejlinge" }]\n[columns]',
).replace('"*.csv"', '"p_{yyyy}_{MM}.csv"')
ABOVE = ["Posteringsliste", "Kommune;Pejlinge", "Periode: 01.2026", "Kørselsdato;;03.02.2026", ""]
TOTAL = POSTING + '[control_total]\nrow = { column = "Bilag", is = "I alt" }\n'


def row(**cells: str) -> str:
    """A good row with some cells changed."""
    good = {"voucher": "B9", "date": "05.01.2026", "place": "1001", "account": "22", "amount": "1,00", "text": "x"}
    return ";".join((good | cells).values())


# One row is broken: the reason, the column; the rest of the file is read.
BROKEN_ROWS = {
    "point in a column with points as thousands": (row(amount="12.3"), "not_a_number", "amount"),
    "english amount": (row(amount="18500.00"), "not_a_number", "amount"),
    "letters in an amount": (row(amount="1O0,00"), "not_a_number", "amount"),
    "minus in a form not declared": (row(amount="(1,00)"), "not_a_number", "amount"),
    "three decimals": (row(amount="1,005"), "more_decimals", "amount"),
    "amount beyond bounds": (row(amount="99999999999999999,00"), "too_large", "amount"),
    "overflow of SAP": (row(amount="*********"), "overflow", "amount"),
    "overflow in a code": (row(account="*****"), "overflow", "account"),
    "error of a spreadsheet": (row(amount="#N/A"), "error_value", "amount"),
    "danish error of a spreadsheet": (row(amount="#I/T"), "error_value", "amount"),
    "reference gone": (row(text="#REFERENCE!"), "error_value", "text"),
    "error in a code": (row(account="#REF!"), "error_value", "account"),
    "needed amount empty": (row(amount=""), "needed_cell_empty", "amount"),
    "needed amount blanks": (row(amount="   "), "needed_cell_empty", "amount"),
    "needed code empty": (row(place=""), "needed_cell_empty", "cost_centre"),
    "no day": (row(date="31.02.2026"), "not_a_date", "posting_date"),
    "day in another form": (row(date="2026-01-05"), "not_a_date", "posting_date"),
    "american day": (row(date="01/05/2026"), "not_a_date", "posting_date"),
    "two-digit year": (row(date="05.01.26"), "not_a_date", "posting_date"),
    "year of two digits in four": (row(date="05.01.0026"), "not_a_date", "posting_date"),
    "day empty": (row(date=""), "needed_cell_empty", "posting_date"),
    "lost letter": (row(text="L\ufffdn"), "replacement_character", "text"),
    "control character": (row(text="a\x07b"), "control_character", "text"),
    "nul byte": (row(text="a\x00b"), "control_character", "text"),
    "field too few": ("B9;05.01.2026;1001;22;1,00", "wrong_number_of_fields", None),
    "field too many": (row() + ";mere", "wrong_number_of_fields", None),
    "shifted by a separator in a text": (row(text="a;b"), "wrong_number_of_fields", None),
    "INSERTED DETAIL": ("INSERTED DETAIL", "wrong_number_of_fields", None),
    "SQL among the rows": ("SELECT * FROM posteringer;", "wrong_number_of_fields", None),
    "quote that is not closed": (row(text='"åben'), "unclosed_quote", None),
    "text after a closing quote": (row(text='"a"b'), "bad_quoting", None),
    "carriage return in a field": (row(text="a\rb"), "control_character", "text"),
    "field beyond bounds": (row(text="x" * 140_000), "field_too_long", "text"),
    "code beyond bounds": (row(account="1" * 140_000), "field_too_long", "account"),
    "quoted field beyond bounds": (row(text='"' + "x" * 140_000 + '"'), "field_too_long", None),
}


@pytest.mark.parametrize("case", BROKEN_ROWS)
def test_a_broken_row_is_quarantined(read: Callable[..., Read], case: str) -> None:
    broken, reason, column = BROKEN_ROWS[case]
    lines = [HEADER, *ROWS[:2], broken, *ROWS[2:]]
    toml = POSTING.replace('kind = "csv"', 'kind = "csv"\nencoding = "utf-8"')
    found = read(("\n".join(lines) + "\n").encode(), toml)
    assert found.reasons == [(4, column, reason)]
    assert found.reading.accepted_amount == SUM
    assert found.accepted["line"].to_list() == [2, 3, 5, 6]
    assert found.quarantined["record"][0][:100] == broken[:100]
    assert found.reading.lines == 6


# The file as a whole is refused: what is said.
BROKEN_FILES: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", POSTING, "the file is empty"),
    "only blanks": (b"\r\n \r\n", POSTING, "the file is empty"),
    "header missing": ("\n".join(ROWS).encode(), POSTING, "no row among the first 4 has the headers"),
    "one header missing": (
        "\n".join([HEADER.replace("Beløb", "Belob"), *ROWS]).encode(),
        POSTING,
        "line 1 is most like the header, but lacks 'Beløb'",
    ),
    "needed header lost a letter": (
        "\n".join([HEADER.replace("ø", "\ufffd"), *ROWS]).encode(),
        POSTING,
        "lacks 'Beløb'",
    ),
    "header twice": ("\n".join([HEADER + ";Beløb", *ROWS]).encode(), POSTING, "the header has 'Beløb'"),
    "another separator": ("\n".join([HEADER, *ROWS]).replace(";", ",").encode(), POSTING, "no row among the first"),
    "broken off in a row": (
        ("\n".join([HEADER, *ROWS]) + "\nB5;05.01.2026;10").encode(),
        POSTING,
        "breaks off in the middle of line 6",
    ),
    "broken off in a letter": (
        "\n".join([HEADER, *ROWS, "B5;05.01.2026;1;2;1,00;B"]).encode() + b"\xc3",
        POSTING,
        "the text breaks off in the middle of a letter",
    ),
    "broken off before the total": ("\n".join([HEADER, *ROWS, ""]).encode(), TOTAL, "the total row is missing"),
    "wrong encoding": (
        "\n".join([HEADER, *ROWS]).encode("cp1252"),
        POSTING.replace('"csv"', '"csv"\nencoding = "utf-8"', 1),
        "line 1 is not in utf-8",
    ),
    "a program": (b"MZ\x90\x00" * 100, POSTING, "is a Windows program"),
    "a workbook called csv": (b"PK\x03\x04" * 100, POSTING, "is a zip archive or an Excel workbook"),
    "nothing but NUL": (b"\x00" * 4_000, POSTING, "no row among the first"),
    "the letterhead's period is another": (
        "\r\n".join([*ABOVE, HEADER, *ROWS, ""])
        .replace("01.2026;", "01.2026;")
        .replace("Periode: 01", "Periode: 02")
        .encode(),
        LETTERHEAD,
        "the letterhead says 2026-02, the file name 2026-01",
    ),
    "the letterhead has no period": (
        "\n".join([ABOVE[1], ABOVE[3], HEADER, *ROWS, ""]).encode(),
        LETTERHEAD,
        "'Periode' does not stand above",
    ),
    "the letterhead's period is no period": (
        "\n".join([*ABOVE, HEADER, *ROWS, ""]).replace("Periode: 01.2026", "Periode: januar").encode(),
        LETTERHEAD,
        "is 'januar', which is not in the form",
    ),
    "another municipality": (
        "\n".join([*ABOVE, HEADER, *ROWS]).replace("Pejlinge", "Nabo").encode(),
        LETTERHEAD,
        "is 'Nabo', not 'Pejlinge'",
    ),
    "the run date is no day": (
        "\n".join([*ABOVE, HEADER, *ROWS]).replace("03.02.2026", "i går").encode(),
        LETTERHEAD,
        "is 'i går'",
    ),
}


@pytest.mark.parametrize("case", BROKEN_FILES)
def test_a_broken_file_is_refused(read: Callable[..., Read], case: str) -> None:
    content, toml, words = BROKEN_FILES[case]
    with pytest.raises(Problem, match=words) as caught:
        read(content, toml, "p_2026_01.csv")
    assert "p_2026_01.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_more_than_forty() -> None:
    assert len(BROKEN_ROWS) + len(BROKEN_FILES) >= 50


def test_all_at_once_is_accounted_for(read: Callable[..., Read]) -> None:
    broken = [text for text, reason, _ in BROKEN_ROWS.values() if reason != "unclosed_quote"]
    toml = POSTING.replace('kind = "csv"', 'kind = "csv"\nencoding = "utf-8"')
    found = read(("\n".join([HEADER, *ROWS, *broken]) + "\n").encode(), toml)
    assert found.reading.accepted_amount == SUM
    assert found.reading.quarantined == len(broken)
    told = {reason for _, _, reason in found.reasons}
    assert told == {reason for _, reason, _ in BROKEN_ROWS.values()} - {"unclosed_quote"}
    readable = [Decimal(one) for one in found.quarantined["amount"] if one is not None]
    assert found.reading.quarantined_amount == sum(readable)
    assert found.reading.unreadable_amounts > 0


def test_a_good_letterhead(read: Callable[..., Read]) -> None:
    found = read([*ABOVE, HEADER, *ROWS], LETTERHEAD, "p_2026_01.csv")
    assert str(found.reading.run_date) == "2026-02-03"
    assert found.reading.periods == ("2026-01",)
    assert found.reading.header_lines == 6


def test_a_row_with_several_faults_is_one_row(read: Callable[..., Read]) -> None:
    found = read([HEADER, *ROWS, row(date="x", amount="y", account="")])
    assert found.reasons == [(6, "posting_date", "not_a_date")]
    assert (
        found.quarantined["problems"][0] == "posting_date: not_a_date, account: needed_cell_empty, amount: not_a_number"
    )
    assert found.quarantined["cost_centre"][0] == "1001"
    assert found.reading.unreadable_amounts == 1


def test_hostile_texts_are_data(read: Callable[..., Read]) -> None:
    texts = [
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "', drop table posting --",
        "+45 12 34 56 78",
        "@SUM(1)",
    ]
    found = read([HEADER, *(row(text=text) for text in texts)])
    assert found.accepted["text"].to_list() == texts
