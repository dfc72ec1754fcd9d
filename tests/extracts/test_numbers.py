"""Numbers: what is written in the form is read to the øre, everything else is refused."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extracts.numbers import CANONICAL, NumberForm, native_text

DANISH = NumberForm(",", (".",), ("leading", "trailing", "parentheses"))
BLANK = NumberForm(",", (" ",), ("leading",))
ENGLISH = NumberForm(".", (",",), ("leading",))
oere = st.integers(-(10**15), 10**15)


def read(form: NumberForm, text: str | None) -> tuple[Decimal | None, str | None]:
    amounts, faults = form.read(pl.Series([text], dtype=pl.String))
    reasons = [reason for mask, reason in faults if mask[0]]
    assert len(reasons) <= 1
    return amounts[0], reasons[0] if reasons else None


def grouped(whole: int, mark: str) -> str:
    return f"{whole:,}".replace(",", mark)


@given(oere, st.sampled_from(["leading", "minus", "trailing", "blank", "parentheses"]), st.booleans())
def test_danish_amounts_come_back(amount: int, sign: str, has_marks: bool) -> None:
    whole, part = divmod(abs(amount), 100)
    text = f"{grouped(whole, '.') if has_marks else whole},{part:02}"
    if amount < 0:
        text = {
            "leading": f"-{text}", "minus": f"\u2212{text}", "trailing": f"{text}-", "blank": f"{text} -",
            "parentheses": f"({text})",
        }[sign]  # fmt: skip
    assert read(DANISH, text) == (Decimal(amount).scaleb(-2), None)


@given(oere, st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_blanks_as_thousands(amount: int, blank: str) -> None:
    whole, part = divmod(abs(amount), 100)
    text = f"{'-' if amount < 0 else ''}{grouped(whole, blank)},{part:02}"
    assert read(BLANK, text) == (Decimal(amount).scaleb(-2), None)


@given(st.text(alphabet="0123456789.,- ()\u2212\u00a0'", max_size=14))
def test_what_is_read_is_what_stands_there(text: str) -> None:
    """Never a number that a person would read otherwise: the digits are the same, in the same order."""
    for form in (DANISH, BLANK, ENGLISH):
        amount, reason = read(form, text)
        assert (amount is None) == (reason is not None)
        if amount is not None:
            wholes, _, parts = text.partition(form.decimal or ".")
            digits = "".join(c for c in wholes if c.isdigit()).lstrip("0") or "0"
            decimals = "".join(c for c in parts if c.isdigit())
            assert f"{abs(amount):.2f}" == f"{digits}.{decimals[:2]:0<2}"
            assert not decimals[2:].strip("0")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12.3", "not_a_number"),  # DuckDB with thousands='.' reads 123
        ("18500.00", "not_a_number"),  # and here 1 850 000
        ("1.23.456", "not_a_number"),
        ("1234.567", "not_a_number"),
        (".123", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("1,234", "more_decimals"),
        ("1.234,5678", "more_decimals"),
        ("--1", "not_a_number"),
        ("-1-", "not_a_number"),
        ("(1", "not_a_number"),
        ("1 234,00", "not_a_number"),
        ("1,00 kr.", "not_a_number"),
        ("1e5", "not_a_number"),
        ("NaN", "not_a_number"),
        ("inf", "not_a_number"),
        ("٣", "not_a_number"),
        ("12345678901234567,00", "too_large"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    assert read(DANISH, text) == (None, reason)


def test_forms_are_strict_about_the_sign() -> None:
    leading = NumberForm(",", (".",), ("leading",))
    assert read(leading, "1,00-") == (None, "not_a_number")
    assert read(leading, "(1,00)") == (None, "not_a_number")
    assert read(leading, "-1,00") == (Decimal("-1.00"), None)


def test_decimals_and_rounding() -> None:
    assert read(NumberForm(",", decimals=2), "1,5") == (None, "more_decimals")
    assert read(NumberForm(",", decimals=2), "1,50") == (Decimal("1.50"), None)
    assert read(NumberForm(",", decimals=0), "15") == (Decimal(15), None)
    assert read(NumberForm(",", is_rounded=True), "1,005") == (Decimal("1.01"), None)
    assert read(NumberForm(",", is_rounded=True), "-1,005") == (Decimal("-1.01"), None)
    assert read(DANISH, "1,2300") == (Decimal("1.23"), None)
    assert read(DANISH, None) == (None, None)


def test_floating_point_of_a_spreadsheet() -> None:
    texts = pl.Series(["243670248.139999986", "0.30000000000000004", "1E+15", "12", "7861.825", "-0.1"])
    assert native_text(texts).to_list() == ["243670248.14", "0.3", "1000000000000000", "12", "7861.825", "-0.1"]
    assert read(CANONICAL, "1234.5") == (Decimal("1234.50"), None)
