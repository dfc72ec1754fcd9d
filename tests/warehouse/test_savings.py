"""Savings in numbers that one can follow: what is due, what is saved, what does not come, what nobody has found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.allocations import shared_out
from tests.warehouse.drawn import rows_of, run_checks, warehouse

TOWN = """
setting
name     | value
built_on | 2026-11-09

organisation
unit_id | name   | parent_id | kind
100     | Skole  |           | centre
110     | Skoler | 100       | department
200     | Ældre  |           | centre

saving
measure_id | measure_name  | programme_id | programme_name | unit_id | responsible | starts_on  | deadline   | fiscal_year | amount
M1         | Færre kurser  | P            | Puljen         | 110     | Skolechef   |            | 2026-03-31 | 2026        | 1200000
M1         | Færre kurser  | P            | Puljen         | 110     | Skolechef   |            | 2026-03-31 | 2027        | 1200000
M2         | Mindre papir  | P            | Puljen         | 110     |             | 2026-07-01 | 2026-08-31 | 2026        | 100000.01
M3         | FÆRRE-kurser! | Q            |                | 110     | Skolechef   |            | 2026-12-31 | 2026        | 300000
M4         | Færre bude    | P            | Puljen         | 200     | Plejechef   | 2025-05-01 | 2026-12-31 | 2026        | 600000
M4         | Færre bude    | P            | Puljen         | 200     | Plejechef   | 2025-05-01 | 2026-12-31 | 2025        | 80000
M5         | Opgivet       | P            | Puljen         | 200     | Plejechef   | 2027-03-01 | 2026-02-28 | 2026        | 50000
M6         | Uden enhed    | P            | Puljen         | 999     | Chef        |            |            | 2026        | 7

saving_statement
measure_id | stated_on  | fiscal_year | status   | realised | expected_rest | words
M1         | 2026-06-30 |             | underway | 500000   | 500000        | Halvvejs
M1         | 2026-10-31 |             | underway | 800000   | 250000        | Går trægt
M1         | 2026-12-31 |             | done     | 1200000  | 0             | Et ønske
M2         | 2026-10-31 |             | underway | 70000    |               |
M4         | 2025-12-31 |             | done     | 60000    | 20000         | Året er slut
M5         | 2026-02-28 |             | dropped  | 0        | 0             | Lod sig ikke gøre
"""  # noqa: E501 - a drawn table

POOL = """
[[allocations]]
name = "pool"
title = { da = "Puljen", en = "The pool" }
programme = "P"
whole = { 2026 = 2_500_000 }
key = "given"
given = { 100 = 3, 200 = 2 }
"""


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    with shared_out(TOWN, POOL, tmp_path_factory.mktemp("allocations")) as con:
        yield con


def measure(con: DuckDBPyConnection, measure_id: str, year: int = 2026) -> dict[str, object]:
    query = "select * from marts.savings__measure_year where measure_id = ? and fiscal_year = ?"
    (row,) = rows_of(con, query, measure_id, year)
    return row


def unit(con: DuckDBPyConnection, unit_id: str, programme: str = "all", year: int = 2026) -> dict[str, object]:
    query = "select * from marts.savings__unit_year where unit_id = ? and programme_id = ? and fiscal_year = ?"
    (row,) = rows_of(con, query, unit_id, programme, year)
    return row


def test_the_gap_is_the_target_less_what_is_saved_and_expected(con: DuckDBPyConnection) -> None:
    row = measure(con, "M1")
    # Ten of twelve months; the statement of a day to come does not count.
    assert row["as_of"] == date(2026, 10, 31)
    assert row["target_to_date_dkk"] == 1_000_000
    assert (row["realised_dkk"], row["expected_rest_dkk"], row["gap_dkk"]) == (800_000, 250_000, 150_000)
    assert row["realised_share"] == pytest.approx(0.8)
    assert (row["words"], row["stated_on"]) == ("Går trægt", date(2026, 10, 31))
    assert (row["is_overdue"], row["status"]) == (True, "underway")


def test_what_begins_in_july_is_due_over_six_months_in_whole_oere(con: DuckDBPyConnection) -> None:
    row = measure(con, "M2")
    assert row["target_to_date_dkk"] == Decimal("66666.67")  # four sixths of 100 000.01, cut off
    assert (row["expected_rest_dkk"], row["gap_dkk"]) == (None, Decimal("30000.01"))
    assert row["is_without_responsible"] is True


def test_a_year_to_come_and_a_year_that_is_over(con: DuckDBPyConnection) -> None:
    coming = measure(con, "M1", 2027)
    assert (coming["target_to_date_dkk"], coming["realised_share"], coming["status"]) == (0, None, "underway")
    assert coming["is_without_statement"] is False
    over = measure(con, "M4", 2025)
    # Nothing more is to come of a year that is over.
    assert (over["target_to_date_dkk"], over["expected_rest_dkk"], over["gap_dkk"]) == (80_000, 0, 20_000)


def test_a_measure_goes_on_as_far_as_it_is_and_a_dropped_one_still_owes(con: DuckDBPyConnection) -> None:
    going_on, dropped = measure(con, "M4"), measure(con, "M5")
    assert (going_on["status"], going_on["is_without_statement"], going_on["gap_dkk"]) == ("done", True, 600_000)
    assert (dropped["status"], dropped["is_overdue"], dropped["gap_dkk"]) == ("dropped", False, 50_000)
    assert dropped["target_to_date_dkk"] == 0  # what begins after the year is due on its last day


def test_one_measure_under_two_numbers_is_told_and_both_count(con: DuckDBPyConnection) -> None:
    assert (measure(con, "M1")["twin_measure_id"], measure(con, "M3")["twin_measure_id"]) == ("M3", "M1")
    assert unit(con, "110")["target_dkk"] == Decimal("1600000.01")
    told = {result.name: result.rows for result in run_checks(con) if result.rows}
    assert told["saving__is_counted_once"] == 2
    assert told["saving__unit_is_known"] == 1
    assert not [name for name in told if "adds_up" in name]


def test_units_and_programmes_against_what_was_shared_out(con: DuckDBPyConnection) -> None:
    centre = unit(con, "100", "P")
    assert (centre["allocated_dkk"], centre["target_dkk"]) == (1_500_000, Decimal("1300000.01"))
    assert centre["unfound_dkk"] == Decimal("199999.99")
    assert (unit(con, "110")["allocated_dkk"], unit(con, "110")["unfound_dkk"]) == (None, None)
    whole = unit(con, "municipality")
    assert whole["allocated_dkk"] == 2_500_000
    assert (whole["measure_count"], whole["overdue_count"], whole["without_responsible_count"]) == (6, 2, 1)
    assert whole["gap_dkk"] == sum(
        unit(con, "municipality", programme)["gap_dkk"]  # type: ignore[misc]
        for programme in ("P", "Q")
    )
    assert unit(con, "municipality", "Q")["programme_name"] == "Q"
    assert unit(con, "unknown")["target_dkk"] == 7


def test_the_history_says_what_came_since(con: DuckDBPyConnection) -> None:
    rows = rows_of(con, "select * from marts.savings__statement where measure_id = 'M1' order by stated_on")
    assert [row["realised_since_dkk"] for row in rows] == [500_000, 300_000, 400_000]
    assert {row["file"] for row in rows} == {"saving_statement.csv"}


def test_without_any_list_nothing_is_there() -> None:
    with warehouse("organisation\nunit_id | name | kind\n100 | Skole | centre") as con:
        for mart in ("savings__measure_year", "savings__statement", "savings__pool_part", "savings__unit_year",
                     "targets__unit_year", "targets__unit_count"):  # fmt: skip
            assert rows_of(con, f"select * from marts.{mart}") == []
