"""Moves, new names, closed units, cost centres: where money is shown then and today."""

from __future__ import annotations

from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import rows_of, warehouse

MOVED = """
organisation
unit_id | name            | parent_id | kind        | valid_from | valid_to
100     | Center Ro       |           | centre      |            |
200     | Center Uro      |           | centre      |            |
111     | Vestskolen      | 100       | institution |            | 2024-02-28
111     | Skolen ved Åen  | 200       | institution | 2024-02-29 |
112     | Ældreskolen     | 100       | institution |            | 2024-06-30
113     | Østskolen       | 100       | institution | 2024-08-01 |
1110    | Køkken          | 111       | cost_centre |            | 2024-12-31
1110    | Køkken          | 113       | cost_centre | 2025-01-01 |
11101   | Bageri          | 1110      | cost_centre |            |
1001    | Centerledelse   | 100       | cost_centre |            |
9001    | Rådhusets drift |           | cost_centre |            |

posting
fiscal_year | period | posting_date | cost_centre | account  | amount
2024        | 1      | 2024-01-31   | 111         | 40000000 | 1
2024        | 2      | 2024-02-29   | 111         | 40000000 | 20
2024        | 6      | 2024-06-30   | 112         | 40000000 | 300
2024        | 7      | 2024-07-01   | 113         | 40000000 | 4000
2024        | 12     | 2024-12-31   | 11101       | 40000000 | 50000
2024        | 13     | 2025-01-20   | 1001        | 40000000 | 600000
2025        | 1      | 2025-01-02   | 11101       | 40000000 | 7000000
2025        | 2      | 2025-02-28   | 9001        | 40000000 | 80000000
2025        | 2      | 2025-02-28   | 5555        | 40000000 | 900000000
"""


@pytest.fixture(scope="module")
def con():
    with warehouse(MOVED) as con:
        yield con


def actual(con: DuckDBPyConnection, year: int, period: int, view: str) -> dict[str, int]:
    """Actual to date by unit, in kroner."""
    rows = rows_of(
        con,
        """
        select unit_id, actual_dkk from marts.budget_followup__unit_period
        where fiscal_year = ? and period = ? and organisation_view = ? and budget_basis = 'with_carry_over'
        """,
        year,
        period,
        view,
    )
    return {str(row["unit_id"]): int(Decimal(str(row["actual_dkk"]))) for row in rows}


def row_of(con: DuckDBPyConnection, year: int, period: int, view: str, unit_id: str) -> dict[str, object]:
    (row,) = rows_of(
        con,
        """
        select * from marts.organisation__unit_period
        where fiscal_year = ? and period = ? and organisation_view = ? and unit_id = ?
        """,
        year,
        period,
        view,
        unit_id,
    )
    return row


def test_the_day_before_and_the_day_of_a_move(con):
    assert row_of(con, 2024, 1, "then", "111")["unit_path"] == ["municipality", "100", "111"]
    assert row_of(con, 2024, 1, "then", "111")["unit_name"] == "Vestskolen"
    assert row_of(con, 2024, 2, "then", "111")["unit_path"] == ["municipality", "200", "111"]
    assert row_of(con, 2024, 2, "then", "111")["unit_name"] == "Skolen ved Åen"
    assert row_of(con, 2024, 1, "today", "111")["centre_id"] == "200"
    assert row_of(con, 2024, 1, "today", "111")["centre_name"] == "Center Uro"


def test_a_unit_s_whole_year_moves_with_it(con):
    assert actual(con, 2024, 1, "then")["100"] == 1
    assert actual(con, 2024, 2, "then")["200"] == 21
    assert actual(con, 2024, 1, "today")["200"] == 1


def test_a_closed_unit_keeps_its_money_at_its_last_parent(con):
    assert actual(con, 2024, 12, "then")["112"] == 300
    assert row_of(con, 2024, 12, "then", "112")["parent_unit_id"] == "100"
    assert row_of(con, 2025, 2, "today", "112")["unit_path"] == ["municipality", "100", "112"], "last year's money"


def test_money_before_a_unit_opens_is_not_lost(con):
    assert actual(con, 2024, 7, "then")["113"] == 4000


def test_valid_units_and_those_with_money_in_the_year_are_there(con):
    found = {
        str(row["unit_id"])
        for row in rows_of(
            con,
            "select unit_id from marts.organisation__unit_period "
            "where fiscal_year = 2024 and period = 3 and organisation_view = 'then'",
        )
    }
    assert found == {"municipality", "100", "100-own", "200", "111", "112", "113", "9001"}


def test_cost_centres_fold_into_their_unit_at_the_end_of_the_year(con):
    assert actual(con, 2024, 12, "then")["111"] == 50021
    assert actual(con, 2025, 1, "then")["113"] == 7000000


def test_last_year_stands_in_this_year_s_organisation(con):
    (row,) = rows_of(
        con,
        """
        select last_year_actual_dkk, last_year_outturn_dkk from marts.budget_followup__unit_period
        where fiscal_year = 2025 and period = 2 and unit_id = '113'
          and organisation_view = 'then' and budget_basis = 'with_carry_over'
        """,
    )
    assert row == {"last_year_actual_dkk": Decimal(0), "last_year_outturn_dkk": Decimal(54000)}


def test_what_lands_on_a_centre_is_a_part_beside_its_units(con):
    assert actual(con, 2024, 12, "then").get("100-own") == 0
    found = actual(con, 2024, 13, "then")
    assert found["100-own"] == 600000
    assert found["100"] == 600000 + 300 + 4000
    own = row_of(con, 2024, 13, "then", "100-own")
    assert (own["unit_name"], own["parent_unit_id"], own["is_leaf"]) == ("Center Ro (fælles)", "100", True)
    assert row_of(con, 2024, 13, "then", "100")["is_leaf"] is False


def test_a_cost_centre_below_the_municipality_is_a_unit_of_its_own(con):
    assert row_of(con, 2025, 2, "then", "9001")["unit_kind"] == "cost_centre"
    assert actual(con, 2025, 2, "then")["9001"] == 80000000


def test_an_unknown_cost_centre_keeps_its_money(con):
    assert actual(con, 2025, 2, "today")["unknown"] == 900000000
    assert row_of(con, 2025, 2, "today", "unknown")["unit_name"] == "Ukendt omkostningssted"
    assert actual(con, 2025, 2, "today")["municipality"] == 987000000


def test_postings_are_found_under_the_unit_that_shows_them(con):
    rows = rows_of(
        con, "select cost_centre, unit_id, cost_centre_name from marts.budget_followup__posting order by line"
    )
    assert [tuple(row.values()) for row in rows][4:] == [
        ("11101", "111", "Bageri"),
        ("1001", "100-own", "Centerledelse"),
        ("11101", "113", "Bageri"),
        ("9001", "9001", "Rådhusets drift"),
        ("5555", "unknown", None),
    ]


def test_units_stand_in_danish_order(con):
    rows = rows_of(
        con,
        """
        select unit_name from marts.organisation__unit_period
        where fiscal_year = 2025 and period = 2 and organisation_view = 'then' and level = 2 and centre_id = '100'
        order by sort_order
        """,
    )
    assert [row["unit_name"] for row in rows] == ["Center Ro (fælles)", "Ældreskolen", "Østskolen"]


def test_periods(con):
    rows = rows_of(con, "select * from marts.budget_followup__period order by fiscal_year, period")
    assert [(row["fiscal_year"], row["period"]) for row in rows] == [
        *((2024, p) for p in range(1, 14)),
        (2025, 1),
        (2025, 2),
    ]
    assert [str(row["last_day"]) for row in rows if row["period"] in {2, 13}] == [
        "2024-02-29",
        "2024-12-31",
        "2025-02-28",
    ]
    assert [row["is_latest"] for row in rows] == [False] * 14 + [True]
    assert {row["fiscal_year"] for row in rows if row["is_closed_year"]} == {2024}


def test_a_unit_that_opens_again_is_closed_in_between():
    gap = """
organisation
unit_id | name      | parent_id | kind        | valid_from | valid_to
100     | Center Ro |           | centre      |            |
200     | Center Uro |          | centre      |            |
111     | Lejren    | 100       | institution | 2024-01-01 | 2024-02-29
111     | Lejren 2  | 200       | institution | 2024-05-01 |

posting
fiscal_year | period | cost_centre | account  | amount
2024        | 1      | 111         | 40000000 | 5
2024        | 6      | 111         | 40000000 | 7
"""
    with warehouse(gap) as con:
        parents = {p: row_of(con, 2024, p, "then", "111")["parent_unit_id"] for p in (1, 2, 3, 4, 5)}
        assert parents == {1: "100", 2: "100", 3: "100", 4: "100", 5: "200"}


def test_a_budget_without_any_ledger_is_read_as_the_whole_year():
    budget_only = """
organisation
unit_id | name      | parent_id | kind
100     | Center Ro |           | centre

budget_line
fiscal_year | kind          | cost_centre | account  | amount | decision_date
2012        | adopted       | 100         | 40000000 | 1200   |
2012        | supplementary | 100         | 40000000 | 34     | 2012-12-31
"""
    with warehouse(budget_only) as con:
        (row,) = rows_of(
            con,
            "select * from marts.budget_followup__unit_period "
            "where unit_id = 'municipality' and organisation_view = 'then' and budget_basis = 'with_carry_over'",
        )
        assert (row["fiscal_year"], row["period"]) == (2012, 12)
        assert row["revised_dkk"] == row["phased_dkk"] == Decimal(1234)
        assert row["actual_dkk"] == 0


def test_nothing_at_all_builds_too():
    with warehouse("organisation\nunit_id | name | kind") as con:
        assert rows_of(con, "select * from marts.budget_followup__unit_period") == []
