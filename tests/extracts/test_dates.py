"""Days and periods, strictly by their form."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extracts.dates import date_regex, is_open_end, read_moment
from pipelines.extracts.periods import Period, form_regex, letterhead_form, period_of, read_period

days = st.dates(date(1900, 1, 1), date(9999, 12, 31))
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DANISH = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]


@given(days)
def test_every_day_in_every_form(day: date) -> None:
    written = {
        "dd.MM.yyyy": f"{day.day:02}.{day.month:02}.{day.year:04}",
        "yyyy-MM-dd": day.isoformat(),
        "d/M/yyyy": f"{day.day}/{day.month}/{day.year}",
        "M/d/yyyy": f"{day.month}/{day.day}/{day.year}",
        "yyyyMMdd": day.strftime("%Y%m%d"),
        "dd-MMM-yyyy": f"{day.day:02}-{ENGLISH[day.month - 1]}-{day.year}",
        "d. MMMM yyyy": f"{day.day}. {DANISH[day.month - 1]} {day.year}",
    }
    for form, text in written.items():
        moment = read_moment(text, (form,))
        assert moment is not None
        assert moment.date() == day
        assert is_open_end(moment) == (day.year == 9999)


@given(st.text(alphabet="0123456789.-/ ", max_size=11))
def test_nothing_else_is_a_day(text: str) -> None:
    moment = read_moment(text, ("dd.MM.yyyy",))
    assert moment is None or text == moment.strftime("%d.%m.") + f"{moment.year:04}"


@given(st.integers(11_000, 60_000), st.integers(0, 86_399))
def test_serial_numbers(day: int, second: int) -> None:
    moment = read_moment(str(day + second / 86_400), ("serial",))
    assert moment is not None
    assert abs(moment - datetime(1899, 12, 30) - timedelta(days=day, seconds=second)) < timedelta(seconds=1)


@pytest.mark.parametrize(
    "text", ["31.02.2026", "00.01.2026", "1.1.2026", "01.13.2026", "01.01.26", "01.01.0026", "٠١.01.2026"]
)
def test_refused(text: str) -> None:
    assert read_moment(text, ("dd.MM.yyyy",)) is None


@pytest.mark.parametrize("form", ["MM.yyyy", "dd.MM", "dd.dd.MM.yyyy", "HH:mm"])
def test_forms_without_a_day_are_refused(form: str) -> None:
    with pytest.raises(ValueError, match="form"):
        date_regex(form)


@pytest.mark.parametrize(
    ("form", "text", "period"),
    [
        ("{yyyy}{MMM}", "2026001", "2026-01"),
        ("{yyyy}{MMM}", "2026013", "2026-13"),
        ("{yyyy}K{Q}", "2026K1", "2026-Q1"),
        ("{MM}/{yyyy}", "03/2026", "2026-03"),
        (letterhead_form("MM.yyyy"), "03.2026", "2026-03"),
        ("{yyyy}", "2026", "2026"),
        ("{yy}{MM}", "2603", "2026-03"),
    ],
)
def test_periods(form: str, text: str, period: str) -> None:
    assert str(read_period(form, text)) == period


@pytest.mark.parametrize(
    ("form", "text"), [("{yyyy}{MMM}", "2026017"), ("{yyyy}K{Q}", "2026K5"), ("{MM}.{yyyy}", "00.2026")]
)
def test_no_periods(form: str, text: str) -> None:
    assert read_period(form, text) is None


def test_file_patterns() -> None:
    pattern = form_regex("posteringer_{yyyy}_{MM}*.csv", glob=True)
    found = pattern.fullmatch("Posteringer_2026_03_rettet (1).CSV")
    assert found is not None
    assert period_of(found) == Period(2026, 3)
    assert pattern.fullmatch("posteringer_2026_17.csv") is None
    with pytest.raises(ValueError, match="not known"):
        form_regex("{day}.csv")
    with pytest.raises(ValueError, match="twice"):
        form_regex("{yyyy}{yyyy}.csv")


def test_what_covers_what() -> None:
    assert Period(2026).covers(Period(2026, 3))
    assert Period(2026, quarter=1).covers(Period(2026, 3))
    assert not Period(2026, quarter=1).covers(Period(2026, 4))
    assert not Period(2026, 3).covers(Period(2025, 3))
    assert Period(2024, 2).last_day == date(2024, 2, 29)
    assert Period(2026, 13).last_day == date(2026, 12, 31)
    assert Period(2026, quarter=1).write("{yyyy}K{Q} {last_day}") == "2026K1 2026-03-31"
    with pytest.raises(ValueError, match="MM"):
        Period(2026).write("{MM}")
