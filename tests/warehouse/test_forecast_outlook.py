"""This year's open forecast, with the band and the habit that the unit's own errors of earlier years give it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import rows_of, warehouse
from tests.warehouse.two_schools import TWO_SCHOOLS


def outlook(con: DuckDBPyConnection, unit_id: str) -> dict[str, object]:
    (row,) = rows_of(
        con,
        """
        select * from marts.forecast_accuracy__unit_outlook
        where organisation_view = 'today' and account_group = 'all' and unit_id = ?
        """,
        unit_id,
    )
    return row


def history(*errors: int, settings: str = "", rounds: str = "BO1") -> str:
    """A school that forecast 1 000 + error and ended at 1 000, year by year, and now forecasts 2 000 of 1 900."""
    booked = [f"{year} | 12 | 111 | 40000000 | 1000" for year in range(2025 - len(errors), 2025)]
    given = [
        f"{year} | {rounds} | {year}-03-31 | 111 | operations | {1000 + error}"
        for year, error in zip(range(2025 - len(errors), 2025), errors, strict=True)
    ]
    return "\n".join(
        [
            TWO_SCHOOLS.rstrip(),
            f"\nsetting\nname | value\n{settings}",
            "\nbudget_line\nfiscal_year | kind | cost_centre | account | amount",
            "2025 | adopted | 111 | 40000000 | 1900",
            "\nposting\nfiscal_year | period | cost_centre | account | amount",
            *booked,
            "2025 | 3 | 111 | 40000000 | 500",
            "\nforecast\nfiscal_year | round | round_date | unit_id | account_group | amount",
            *given,
            "2025 | BO1 | 2025-03-31 | 111 | operations | 2000",
        ]
    )


def test_the_band_is_what_the_unit_s_own_errors_say():
    """Errors 0, 10 and 30 per cent: the 10 % quantile is 2 per cent, the 90 % quantile 26."""
    with warehouse(history(0, 100, 300)) as con:
        row = outlook(con, "111")
        assert row["history_year_count"] == 3
        assert row["band_low_dkk"] == Decimal("1587.30")
        assert row["band_high_dkk"] == Decimal("1960.78")
        assert row["band_low_variance_dkk"] == Decimal("-312.70")
        assert row["band_high_variance_dkk"] == Decimal("60.78")
        assert row["forecast_variance_dkk"] == Decimal(100)
        assert row["recent_bias_share"] == pytest.approx(400 / 3000, abs=1e-15)


def test_the_habit_is_of_the_three_newest_years():
    with warehouse(history(900, 0, 100, 300)) as con:
        assert outlook(con, "111")["bias_year_count"] == 3
        assert outlook(con, "111")["recent_bias_share"] == pytest.approx(400 / 3000, abs=1e-15)
        assert outlook(con, "111")["history_year_count"] == 4


def test_too_few_years_make_no_band():
    with warehouse(history(0, 100)) as con:
        row = outlook(con, "111")
        assert (row["history_year_count"], row["band_low_dkk"], row["band_high_dkk"]) == (2, None, None)
        assert row["recent_bias_share"] == pytest.approx(100 / 2000, abs=1e-15)


def test_how_many_years_are_needed_is_the_municipality_s_own():
    with warehouse(history(0, 100, settings="band_minimum_years | 2")) as con:
        assert outlook(con, "111")["band_low_dkk"] == Decimal("1834.86"), "the 90 % quantile of 0 and 10 is 9 per cent"


def test_the_same_round_is_known_by_its_name_or_else_by_its_number():
    with warehouse(history(0, 100, 300, rounds="Forår")) as con:
        assert outlook(con, "111")["history_year_count"] == 3


def test_a_unit_without_a_history_has_no_band():
    with warehouse(history(0, 100, 300).replace("2025 | adopted | 111", "2025 | adopted | 112")) as con:
        assert outlook(con, "112")["history_year_count"] == 0
        assert outlook(con, "112")["recent_bias_share"] is None
