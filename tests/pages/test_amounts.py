"""Amounts as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard.amounts import Ambiguous, Refused, Understood, read_amount
from dashboard.sentences.amounts import as_typed, exact, not_understood
from dashboard.texts import NO_BREAK, Language, Texts


@pytest.mark.parametrize(
    ("text", "language", "amount"),
    [
        ("1.234.567,50", "da", "1234567.50"),
        ("1.200.000", "da", "1200000.00"),
        ("1200000", "da", "1200000.00"),
        ("1.200.000", "en", "1200000.00"),
        ("1,200,000", "da", "1200000.00"),
        (f"1{NO_BREAK}200{NO_BREAK}000", "da", "1200000.00"),
        ("12 345 678,50", "da", "12345678.50"),
        ("1 200 000", "en", "1200000.00"),
        ("1 200 t.kr.", "da", "1200000.00"),
        ("350.000", "da", "350000.00"),
        ("1200", "da", "1200.00"),
        ("1.200 kr.", "da", "1200.00"),
        ("1.200 t.kr.", "da", "1200000.00"),
        ("−1.234,5", "da", "-1234.50"),
        (" 1234567 kr.", "da", "1234567.00"),
        ("-0", "da", "0.00"),
        ("1,2 mio", "da", "1200000.00"),
        ("1,2 millioner", "da", "1200000.00"),
        ("−0,5 mio. kr.", "da", "-500000.00"),
        ("25 mio. kr.", "da", "25000000.00"),
        ("1.250,5 t.kr.", "da", "1250500.00"),
        ("1,25 t", "da", "1250.00"),
        ("1.2 million DKK", "en", "1200000.00"),
        ("350k", "en", "350000.00"),
        ("1,234,567.50", "en", "1234567.50"),
        ("12.5", "en", "12.50"),
        ("100.000.000.000", "da", "100000000000.00"),
    ],
)
def test_what_has_one_meaning_is_understood(text: str, language: Language, amount: str) -> None:
    assert read_amount(text, language) == Understood(Decimal(amount))
    assert not_understood(Texts(language), text) == ""


def test_the_municipality_s_own_currency_is_understood_behind_an_amount() -> None:
    assert read_amount("1,2 mio. USD", "da", "USD") == Understood(Decimal(1_200_000))
    assert read_amount("1.200 USD", "da", "USD") == Understood(Decimal(1_200))
    assert read_amount("1.200 kr.", "da", "USD") == Refused("no_amount")


@pytest.mark.parametrize(
    ("text", "language", "readings"),
    [
        ("1.200", "da", ("1200.00", "1200000.00")),
        ("-12.500", "da", ("-12500.00", "-12500000.00")),
        ("1 000", "da", ("1000.00", "1000000.00")),
        ("1,200", "en", ("1200.00", "1200000.00")),
        ("1,234", "da", ("1.23", "1234.00")),
        ("1.234", "en", ("1.23", "1234.00")),
    ],
)
def test_what_has_two_meanings_is_asked_about(text: str, language: Language, readings: tuple[str, str]) -> None:
    assert read_amount(text, language) == Ambiguous((Decimal(readings[0]), Decimal(readings[1])))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("1.2 mio", "no_amount"),
        ("mio", "no_amount"),
        ("1,2 mia", "no_amount"),
        ("1,000001 t", "no_amount"),
        ("12.5", "no_amount"),
        ("1.2345", "no_amount"),
        ("1.234.56", "no_amount"),
        ("1,234.50", "no_amount"),
        ("1 00", "no_amount"),
        ("12 3456", "no_amount"),
        ("2026 000", "no_amount"),
        ("1e6", "no_amount"),
        ("=1+1", "no_amount"),
        ("--5", "no_amount"),
        ("٣", "no_amount"),
        ("100.000.000.001", "too_large"),
        ("-9999999999999999", "too_large"),
        ("9" * 400, "too_large"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason(text: str, fault: str) -> None:
    assert read_amount(text, "da") == Refused(fault)  # type: ignore[arg-type]


def test_what_is_said_of_it() -> None:
    texts = Texts("da")
    said = {text: not_understood(texts, text).replace(NO_BREAK, " ") for text in ("", "1.200", "tolv", "9" * 15)}
    assert said == {
        "": "Skriv et beløb.",
        "1.200": "„1.200“ kan være 1.200 kr. eller 1.200.000 kr. Skriv det, du mener, helt ud og med enhed.",
        "tolv": "„tolv“ er ikke et beløb. Skriv det som −1.234.567,50.",
        "9" * 15: "„999999999999999“ er over 100 mia. kr. Er der et ciffer for meget?",
    }
    assert exact(texts, Decimal("1200000.00")).replace(NO_BREAK, " ") == "1.200.000 kr."
    assert exact(texts, Decimal("-12.50")).replace(NO_BREAK, " ") == "−12,50 kr."


@pytest.mark.parametrize(
    ("amount", "typed"),
    [("60300000", "60.300.000"), ("-5380000", "−5.380.000"), ("5000", "5.000,00"), ("12.5", "12,50"), ("0", "0")],
)
def test_what_is_saved_stands_in_a_field_so_that_it_has_one_meaning(amount: str, typed: str) -> None:
    assert as_typed(Texts("da"), Decimal(amount)) == typed
    assert read_amount(typed, "da") == Understood(Decimal(amount).quantize(Decimal("0.01")))
