"""Candidates where data is thin, small, absurd or not there yet: right, or none, never a build that stops."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import read_tables, rows_of, run_checks, warehouse

LONG = "Center for " + "meget lange navne " * 6 + "X"
LONG_SCHOOL = "Skolen " + "bag de syv bjerge " * 6 + "ÆØÅ <b>"
_MONTHS = [(year, month) for year, last in ((2025, 12), (2026, 8)) for month in range(1, last + 1)]
TOWN = f"""
setting
name     | value
built_on | 2026-09-09

organisation
unit_id | name          | parent_id | kind
100     | {LONG}        |           | centre
111     | {LONG_SCHOOL} | 100       | institution
200     | Center Tom    |           | centre
211     | Tom skole     | 200       | institution
300     | Center Lille  |           | centre
311     | Lille skole   | 300       | institution
400     | Center Vild   |           | centre
411     | Vild skole    | 400       | institution

account
account  | name
10000000 | Løn
70000000 | Betaling

budget_line
fiscal_year | kind    | cost_centre | account  | amount
2026        | adopted | 111         | 10000000 | 12000000
2026        | adopted | 311         | 10000000 | 12000000
2026        | adopted | 411         | 10000000 | 12
2026        | adopted | 411         | 70000000 | 0

saving
measure_id | measure_name | programme_id | unit_id | fiscal_year | amount
T1         | Et minus     | P            | 411     | 2026        | -4999999
T2         | Et plus      | P            | 411     | 2026        | 5000000

saving_statement
measure_id | stated_on  | realised | expected_rest
T1         | 2026-03-31 | 0        | 0
"""


def _row(**cells: str) -> dict[str, str | None]:
    return dict(cells)


@pytest.fixture(scope="module")
def con() -> Iterator[DuckDBPyConnection]:
    tables = read_tables(TOWN)
    tables["posting"] = [
        {"fiscal_year": str(year), "period": str(month), "cost_centre": unit, "account": "10000000", "amount": amount}
        for year, month in _MONTHS
        for unit, amount in (("111", "1000000"), ("311", "1000000"), ("411", "0.01" if year == 2025 else "99999999.99"))
    ]
    tables["employment_month"] = [
        _row(employee_key=f"{unit}-{number}", unit_id=unit, month=f"{year}-{month:02d}-01")
        | _row(paid_hours="160.33", scheduled_hours="148.00", wage_amount="40000.00")
        for year, month in _MONTHS
        for unit, count in (("111", 30), ("311", 3), ("411", 20))
        for number in range(count)
    ]
    tables["absence"] = [
        _row(employee_key=f"{unit}-{number}", unit_id=unit, date_from=f"{year}-{month:02d}-02")
        | _row(date_to=f"{year}-{month:02d}-04", hours="22.20", cause_group="own_sickness")
        for year, month in _MONTHS
        for unit in ("111", "311")
        for number in range(1 if year == 2025 else 3)
    ]
    with warehouse(tables) as con:
        yield con


def told(con: DuckDBPyConnection, centre_id: str, span: str = "2026K2") -> list[dict[str, Any]]:
    query = "select * from marts.focus_areas__candidate where centre_id = ? and span = ? order by rank"
    return rows_of(con, query, centre_id, span)


def test_no_check_of_the_candidates_stops_the_release(con: DuckDBPyConnection) -> None:
    failed = [result.name for result in run_checks(con) if result.severity == "error" and result.rows]
    assert [name for name in failed if name.startswith("focus_areas")] == []


def test_a_centre_of_which_nothing_is_known_has_no_candidates(con: DuckDBPyConnection) -> None:
    assert told(con, "200") == []
    assert told(con, "100")


def test_three_employees_are_told_of_in_no_candidate(con: DuckDBPyConnection) -> None:
    about_staff = "select distinct centre_id, subject_id from marts.focus_areas__candidate where domain = 'staff'"
    assert sorted(con.execute(about_staff).fetchall()) == [("100", "100"), ("100", "111")]
    assert {row["signal"] for row in told(con, "300")} >= {"spending_ahead", "wages_growth"}


def test_ten_thousand_per_cent_weigh_no_more_than_three_thresholds(con: DuckDBPyConnection) -> None:
    best = told(con, "400")[0]
    assert best["deviation"] / best["reference"] > 100
    assert (best["severity"], best["materiality"]) == (3, 1)
    # Growth from one øre, as a whole number of øre.
    (growth,) = [row for row in told(con, "400") if (row["signal"], row["subject_id"]) == ("wages_growth", "411")]
    assert growth["reference"] == Decimal("0.06")
    assert growth["deviation"] == Decimal("599999999.88")


def test_a_doubt_larger_than_the_whole_is_no_more_than_the_whole(con: DuckDBPyConnection) -> None:
    """Somebody wrote a saving with a minus; most of what is left is not stated."""
    (row,) = [row for row in told(con, "400") if (row["signal"], row["subject_id"]) == ("savings_behind", "400")]
    assert (row["doubtful_share"], row["confidence"], row["score"]) == (1, 0, 0)


def test_names_stand_as_long_as_they_are(con: DuckDBPyConnection) -> None:
    assert len(LONG) >= 120 - 1
    assert {row["centre_name"] for row in told(con, "100")} == {LONG}
    assert {row["subject_name"] for row in told(con, "100")} == {LONG, LONG_SCHOOL}


def test_a_quarter_that_is_not_over_has_no_candidates(con: DuckDBPyConnection) -> None:
    assert told(con, "100", "2026K3") == []
    assert told(con, "100", "2026") == []
    assert told(con, "100", "2026H1")
