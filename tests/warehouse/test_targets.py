"""Targets in places: what was shared out, what is filled, and what stands where nobody has counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.allocations import shared_out
from tests.warehouse.drawn import rows_of

TOWN = """
setting
name     | value
built_on | 2026-11-09

organisation
unit_id | name    | parent_id | kind
100     | Skole   |           | centre
110     | Skoler  | 100       | department
111     | Vest    | 110       | institution
1111    | Køkken  | 111       | cost_centre
120     | PPR     | 100       | department
200     | Ældre   |           | centre
210     | Pleje   | 200       | department

target_count
subject | unit_id | counted_on | places | words
intern  | 110     | 2026-03-31 | 1      |
intern  | 110     | 2026-10-31 | 2      | Ny aftale
intern  | 1111    | 2026-03-31 | 1      |
intern  | 210     | 2026-10-31 | 1      |
intern  | 210     | 2026-12-31 | 9      |
intern  | 210     | 2025-12-31 | 5      |
"""

TARGET = """
[[allocations]]
name = "interns"
title = { da = "Virksomhedspraktik", en = "Internships" }
subject = "intern"
whole = { 2026 = 100 }
key = "given"
given = { 110 = 1200, 120 = 900, 210 = 400 }
"""


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    with shared_out(TOWN, TARGET, tmp_path_factory.mktemp("allocations")) as con:
        yield con


def unit(con: DuckDBPyConnection, unit_id: str, year: int = 2026) -> dict[str, object]:
    query = "select * from marts.targets__unit_year where unit_id = ? and fiscal_year = ?"
    (row,) = rows_of(con, query, unit_id, year)
    return row


def test_only_four_of_a_hundred(con: DuckDBPyConnection) -> None:
    row = unit(con, "municipality")
    assert (row["target_places"], row["actual_places"], row["missing_places"]) == (100, 4, 96)
    assert row["attainment_share"] == pytest.approx(0.04)
    assert row["title_en"] == "Internships"


def test_departments_centres_and_what_is_below_a_department(con: DuckDBPyConnection) -> None:
    found = {unit_id: unit(con, unit_id) for unit_id in ("100", "110", "111", "120", "210")}
    assert [found[one]["target_places"] for one in found] == [84, 48, None, 36, 16]
    # The cost centre's own count of March is part of its department's in October; nobody has counted at 120.
    assert [found[one]["actual_places"] for one in found] == [3, 3, 1, None, 1]
    assert [found[one]["has_own_target"] for one in found] == [False, True, False, True, True]
    assert found["110"]["attainment_share"] == pytest.approx(3 / 48)
    assert found["111"]["attainment_share"] is None
    assert found["100"]["exact_places"] == pytest.approx(84.0)


def test_a_count_of_a_day_to_come_is_none_and_a_year_stands_by_itself(con: DuckDBPyConnection) -> None:
    assert unit(con, "210")["actual_places"] == 1
    before = unit(con, "210", 2025)
    assert (before["target_places"], before["actual_places"], before["title_da"]) == (None, 5, "intern")


def test_the_course_of_the_year_with_file_and_line(con: DuckDBPyConnection) -> None:
    query = "select * from marts.targets__unit_count where fiscal_year = 2026 order by counted_on, sort_order"
    rows = rows_of(con, query)
    days = (date(2026, 3, 31), date(2026, 10, 31))
    assert [row["places"] for row in rows if row["unit_id"] == "municipality"] == [2, 4]
    own = {row["counted_on"]: row for row in rows if row["unit_id"] == "110"}
    assert [own[day]["places"] for day in days] == [2, 3]
    assert [(own[day]["file"], own[day]["line"]) for day in days] == [("target_count.csv", 1), ("target_count.csv", 2)]
    assert own[days[1]]["words"] == "Ny aftale"
    assert [row["file"] for row in rows if row["unit_id"] == "100"] == [None, None]
