"""What a forecast round begins with, by hand: budget, actual, three proposals, and what became of the unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import rows_of, run_checks, warehouse

WORLD = """
organisation
unit_id | name        | parent_id | kind        | valid_from | valid_to
100     | Center Ro   |           | centre      |            |
200     | Center Fred |           | centre      |            |
111     | Vestskolen  | 200       | institution |            | 2026-05-14
111     | Vestskolen  | 100       | institution | 2026-05-15 |
112     | Østskolen   | 100       | institution |            | 2026-06-20

budget_line
fiscal_year | kind          | cost_centre | account  | amount  | decision_date
2026        | adopted       | 111         | 10000000 | 1200000 |
2026        | supplementary | 111         | 10000000 | 100000  | 2026-06-30
2026        | supplementary | 111         | 10000000 | 900000  | 2026-07-01
2026        | carry_over    | 111         | 10000000 | 30000   |
2026        | adopted       | 100         | 40000000 | 50000   |
2024        | adopted       | 111         | 10000000 | 7       |

posting
fiscal_year | period | cost_centre | account  | amount
2024        | 12     | 111         | 10000000 | 7
2025        | 12     | 111         | 10000000 | 5
2026        | 3      | 111         | 10000000 | 400000
2026        | 6      | 112         | 10000000 | 60
2026        | 6      | 999         | 40000000 | 1

forecast
source         | fiscal_year | round | round_date | unit_id | account_group | amount  | entered_at
drawn_forecast | 2026        | BO1   | 2026-03-31 | 111     | wages         | 1500000 |
drawn_forecast | 2026        | BO1   | 2026-03-31 | 112     | wages         | 90      |
{answers}

statistical_forecast
fiscal_year | round | round_date | unit_id | account_group | method | amount  | data_until | is_backtest
2026        | BO1   | 2026-03-31 | 111     | wages         | MSTL   | 1400000 | 2026-03    | false
"""
ANSWERED = "forecast_round | 2026 | BO2 | 2026-05-31 | 111 | wages | 1450000 | 2026-06-02 10:00"


def build(*answers: str) -> DuckDBPyConnection:
    return warehouse(WORLD.format(answers="\n".join(answers)).replace("\n\n\n", "\n\n"))


def proposal(con: DuckDBPyConnection, unit_id: str, group: str) -> dict[str, object]:
    query = (
        "select * from marts.forecast_round__proposal where fiscal_year = 2026 and unit_id = ? and account_group = ?"
    )
    (row,) = rows_of(con, query, unit_id, group)
    return row


def test_the_worked_example() -> None:
    with build() as con:
        row = proposal(con, "111", "wages")
        assert (row["revised_dkk"], row["actual_dkk"]) == (Decimal(1_330_000), Decimal(400_000))
        # Without twelve earlier months the season is even: half of it is over in June.
        assert row["run_rate_forecast_dkk"] == Decimal(800_000)
        assert (row["statistical_forecast_dkk"], row["statistical_data_until"]) == (Decimal(1_400_000), "2026-03")
        assert (row["last_forecast_dkk"], row["last_round"]) == (Decimal(1_500_000), "BO1")
        assert (row["period"], row["is_closed_year"]) == (6, False)
        years = rows_of(con, "select distinct fiscal_year from marts.forecast_round__proposal order by all")
        assert [one["fiscal_year"] for one in years] == [2025, 2026]


def test_what_became_of_the_unit() -> None:
    with build() as con:
        west, east = proposal(con, "111", "wages"), proposal(con, "112", "wages")
    assert (west["moved_by"], west["former_centre_name"]) == (date(2026, 5, 31), "Center Fred")
    assert (west["centre_name"], west["unit_path"]) == ("Center Ro", ["municipality", "100", "111"])
    assert west["closed_on"] is None
    assert (east["moved_by"], east["closed_on"]) == (None, date(2026, 6, 20))


def test_for_whom_a_forecast_is_given() -> None:
    with build() as con:
        assert proposal(con, "100-own", "operations")["given_for_unit_id"] == "100"
        assert proposal(con, "unknown", "operations")["given_for_unit_id"] is None


@pytest.mark.parametrize("late", [False, True], ids=["alone", "and an extract of the same round"])
def test_a_round_answered_in_pejling_stands_as_it_was_closed(*, late: bool) -> None:
    others = [
        "drawn_forecast | 2026 | BO2 | 2026-05-31 | 111 | wages | 1   | 2026-06-09 10:00",
        "drawn_forecast | 2026 | BO2 | 2026-05-31 | 112 | wages | 777 | 2026-06-09 10:00",
    ]
    with build(ANSWERED, *(others if late else [])) as con:
        row = proposal(con, "111", "wages")
        assert (row["last_forecast_dkk"], row["last_round"]) == (Decimal(1_450_000), "BO2")
        assert proposal(con, "112", "wages")["last_round"] == "BO1"
        found = {check.name: check.rows for check in run_checks(con)}
        assert found["forecast__round_has_one_source"] == int(late)
        assert found["forecast_round__proposal__is_the_follow_ups"] == 0
