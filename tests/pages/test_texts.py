"""How numbers, amounts and days are written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dashboard.texts import LANGUAGES, Texts, language_of, problem_sentence

DANISH, ENGLISH = Texts("da"), Texts("en")


@pytest.mark.parametrize(
    ("value", "unit", "danish", "english"),
    [
        ("1234567.89", "dkk", "1.234.567,89", "1,234,567.89"),
        ("-1234567.89", "thousand", "−1.235", "−1,235"),
        ("499.99", "thousand", "0", "0"),
        ("-499.99", "thousand", "0", "0"),
        ("500", "thousand", "1", "1"),
        ("4150000", "million", "4,2", "4.2"),
        ("-49999.99", "million", "0,0", "0.0"),
        ("0.005", "dkk", "0,01", "0.01"),
        ("99999999999999.99", "dkk", "99.999.999.999.999,99", "99,999,999,999,999.99"),
    ],
)
def test_amounts(value: str, unit: str, danish: str, english: str) -> None:
    assert DANISH.amount(Decimal(value), unit) == danish  # type: ignore[arg-type]
    assert ENGLISH.amount(Decimal(value), unit) == english  # type: ignore[arg-type]


def test_a_sign_is_shown_where_it_means_something_and_never_on_zero() -> None:
    assert [DANISH.amount(Decimal(v), signed=True) for v in (2600, -500, 0, 499)] == ["+3", "−1", "0", "0"]


def test_what_is_not_there_is_a_dash() -> None:
    for texts in (DANISH, ENGLISH):
        assert [texts.amount(None), texts.share(None), texts.count(None), texts.day(None), texts.money(None)] == [
            "–"
        ] * 5


def test_money_is_said_in_the_unit_that_a_person_would_say() -> None:
    assert DANISH.money(Decimal("4150000")) == "4,2\u00a0mio.\u00a0kr."
    assert DANISH.money(Decimal("950000")) == "1,0\u00a0mio.\u00a0kr."
    assert DANISH.money(Decimal("-949999")) == "−950\u00a0t.kr."
    assert ENGLISH.money(Decimal("4150000")) == "4.2\u00a0million\u00a0DKK"


def test_shares() -> None:
    assert [DANISH.share(0.3125), DANISH.share(-0.006), DANISH.share(0)] == ["31,3\u00a0%", "−0,6\u00a0%", "0,0\u00a0%"]
    assert ENGLISH.share(0.3125) == "31.3%"


def test_days_months_and_moments() -> None:
    day = date(2026, 10, 12)
    assert (DANISH.day(day), ENGLISH.day(day)) == ("12.10.2026", "12/10/2026")
    assert (DANISH.long_day(day), ENGLISH.long_day(day)) == ("12. oktober 2026", "12 October 2026")
    assert (DANISH.month(2026, 10), ENGLISH.month(2026, 10)) == ("oktober 2026", "October 2026")
    assert DANISH.month(2026, 13) == "afslutningen af 2026"
    assert DANISH.month_name(5, short=True) == "maj"


def test_moments_are_told_by_the_municipality_s_clocks() -> None:
    winter, summer = datetime(2026, 11, 3, 5, 41, tzinfo=UTC), datetime(2026, 7, 3, 5, 41, tzinfo=UTC)
    assert (DANISH.moment(winter), DANISH.moment(summer)) == ("3. nov. 2026 kl. 06.41", "3. jul. 2026 kl. 07.41")
    assert DANISH.moment(winter.replace(tzinfo=None)) == DANISH.moment(winter), "what has no zone is in UTC"
    late = datetime(2026, 7, 3, 22, 30, tzinfo=UTC)
    assert (DANISH.day_of(late), ENGLISH.day_of(late), DANISH.day_of(None)) == ("04.07.2026", "04/07/2026", "–")
    assert Texts("en", time_zone="America/New_York").moment(late) == "3 Jul 2026, 18:30"


def test_another_currency_takes_the_place_of_kroner() -> None:
    danish, english = Texts("da", currency="EUR"), Texts("en", currency="EUR")
    assert danish.money(Decimal(4_150_000)) == "4,2\u00a0mio.\u00a0EUR"
    assert danish.money(Decimal(-949_999)) == "−950\u00a0tusind\u00a0EUR"
    assert [danish.unit(unit) for unit in ("dkk", "thousand", "million")] == ["EUR", "tusind EUR", "mio. EUR"]
    assert english.money(Decimal(4_150_000)) == "4.2\u00a0million\u00a0EUR"


def test_braces_in_data_stay_as_they_are() -> None:
    assert DANISH.say("release {id}", id="{oops}") == "udgivelse {oops}"
    assert DANISH.say("a text from data with {braces}") == "a text from data with {braces}"


@pytest.mark.parametrize("outside", ["xx", None, "", "<b>", ["en"]])
def test_another_language_than_ours_is_danish(outside: object) -> None:
    assert language_of(outside) == "da"


def test_every_problem_has_a_sentence_in_both_languages() -> None:
    sentences = {
        problem_sentence(reason, lang)
        for reason in ("no_release", "missing", "damaged", "too_slow", "refused", "?")
        for lang in LANGUAGES
    }
    assert len(sentences) == 10
    assert all(sentence.endswith(".") for sentence in sentences)
