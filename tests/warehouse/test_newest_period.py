"""Which period is the newest: neither next year's budget nor a date that somebody typed wrong moves it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import rows_of, run_checks, warehouse

WORLD = """
setting
name     | value
built_on | 2026-03-09

organisation
unit_id | name        | parent_id | kind        | valid_from | valid_to
100     | Center Nu   |           | centre      |            |
200     | Center Snart |          | centre      |            |
111     | Vestskolen  | 100       | institution |            | 2026-12-31
111     | Vestskolen  | 200       | institution | 2027-01-01 |

account
account  | name
40000000 | Varer

posting
fiscal_year | period | cost_centre | account  | amount
2025        | 12     | 111         | 40000000 | 17
2026        | 1      | 111         | 40000000 | 5
2026        | 3      | 111         | 40000000 | 7

budget_line
fiscal_year | kind    | cost_centre | account  | amount
2024        | adopted | 111         | 40000000 | 24
2026        | adopted | 111         | 40000000 | 26
2027        | adopted | 111         | 40000000 | 27
"""
IN_THE_FUTURE = f"""{WORLD}
posting
fiscal_year | period | cost_centre | account  | amount
2062        | 4      | 111         | 40000000 | 1
"""


def newest(con: DuckDBPyConnection) -> list[tuple[object, object]]:
    rows = rows_of(con, "select fiscal_year, period from marts.budget_followup__period where is_latest")
    return [(row["fiscal_year"], row["period"]) for row in rows]


def found_by(con: DuckDBPyConnection) -> dict[str, int]:
    return {check.name: check.rows for check in run_checks(con) if check.rows}


def test_years_with_nothing_but_a_budget_have_their_twelfth_period():
    with warehouse(WORLD) as con:
        assert newest(con) == [(2026, 3)]
        rows = rows_of(
            con,
            """
            select fiscal_year, period, is_posted, is_budgeted, is_closed_year, revised_dkk
            from marts.budget_followup__period
            inner join marts.budget_followup__unit_period using (fiscal_year, period)
            where unit_id = '111' and organisation_view = 'then' and budget_basis = 'with_carry_over'
            and fiscal_year in (2024, 2027)
            order by fiscal_year
            """,
        )
        found = [tuple(row.values()) for row in rows]
        assert found == [(2024, 12, False, True, True, Decimal(24)), (2027, 12, False, True, False, Decimal(27))]
        assert "budget_followup__unit_period__holds_every_budget_line" not in found_by(con)


def test_a_year_without_a_budget_says_so():
    with warehouse(WORLD) as con:
        rows = rows_of(con, "select distinct fiscal_year from marts.budget_followup__period where not is_budgeted")
        assert [row["fiscal_year"] for row in rows] == [2025]


def test_the_organisation_of_today_is_not_that_of_next_years_budget():
    with warehouse(WORLD) as con:
        query = "select fiscal_year, parent_unit_id from marts.organisation__unit_period where unit_id = '111'"
        today = rows_of(con, f"{query} and organisation_view = 'today'")
        then = rows_of(con, f"{query} and organisation_view = 'then' and fiscal_year = 2027")
    assert {row["parent_unit_id"] for row in today} == {"100"}
    assert [row["parent_unit_id"] for row in then] == ["200"]


def test_a_budget_alone_is_read_as_the_whole_year():
    alone = WORLD[: WORLD.index("posting\n")] + WORLD[WORLD.index("budget_line\n") :]
    with warehouse(alone) as con:
        assert newest(con) == [(2024, 12)]


def test_budget_lines_of_a_year_without_periods_are_found():
    with warehouse(WORLD) as con:
        con.execute("delete from marts.budget_followup__period where fiscal_year = 2027")
        assert found_by(con)["budget_followup__unit_period__holds_every_budget_line"] >= 1


def test_a_posting_in_the_future_is_an_error_and_not_the_newest_period():
    with warehouse(IN_THE_FUTURE) as con:
        assert newest(con) == [(2026, 3)]
        assert found_by(con)["posting__is_not_in_the_future"] == 1
        closed = rows_of(con, "select distinct fiscal_year from marts.budget_followup__period where is_closed_year")
        assert {row["fiscal_year"] for row in closed} == {2024, 2025}


@pytest.mark.parametrize(("period", "is_found"), [("3", False), ("4", True), ("12", True), ("13", True)])
def test_the_month_of_the_build_has_begun(period: str, is_found: bool):
    drawn = WORLD.replace("2026        | 3      |", f"2026        | {period} |")
    with warehouse(drawn) as con:
        assert ("posting__is_not_in_the_future" in found_by(con)) == is_found
