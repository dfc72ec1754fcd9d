"""A capital project on its three dimensions, appropriation, time and phasing; its cost per unit and plans' accuracy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import rows_of, warehouse


def project(con: DuckDBPyConnection, project_id: str) -> dict[str, object]:
    (row,) = rows_of(con, "select * from marts.capital_projects__project where project_id = ?", project_id)
    return row


SCHOOL = """
project
project_id | name    | phase        | responsible
P          | Ny fløj | construction | b0117

project_appropriation
project_id | decision_date | kind             | amount | case_no
P          | 2023-03-01    | original         | 80000  | 23-1
P          | 2024-05-01    | supplementary    | 6000   | 24-2
P          | 2024-05-01    | virement         | -2000  | 24-3
P          | 2025-01-01    | price_adjustment | 1000   | 25-4

project_plan
project_id | version_date | version | is_approved | start_date | completion_date | expected_cost | reason
P          | 2022-09-01   | Idé     | false       | 2023-06-01 | 2024-07-01      | 75000         |
P          | 2023-03-01   | Start   |             | 2023-08-01 | 2024-12-31      | 80000         |
P          | 2025-09-01   | BO3     | true        | 2023-09-01 | 2026-02-01      | 90500         | Pilotering
"""


@pytest.fixture(scope="module")
def school():
    with warehouse(SCHOOL) as con:
        yield con


def test_the_appropriation_by_decision(school: DuckDBPyConnection) -> None:
    rows = rows_of(school, "select * from marts.capital_projects__appropriation order by decision_number")
    assert [row["running_total_dkk"] for row in rows] == [80_000, 86_000, 84_000, 85_000]
    assert [row["case_no"] for row in rows] == ["23-1", "24-2", "24-3", "25-4"]


def test_the_level_of_supplements_net_and_gross(school: DuckDBPyConnection) -> None:
    found = project(school, "P")
    assert found["original_appropriation_dkk"] == Decimal(80_000)
    assert (found["supplementary_appropriation_dkk"], found["supplementary_appropriation_gross_dkk"]) == (5_000, 9_000)
    assert found["supplementary_appropriation_level_share"] == 0.0625
    assert found["supplementary_appropriation_level_gross_share"] == 0.1125


def test_adherence_is_what_it_costs_against_what_was_granted(school: DuckDBPyConnection) -> None:
    found = project(school, "P")
    assert found["appropriation_adherence_share"] == pytest.approx(90_500 / 85_000, abs=1e-15)
    assert found["appropriation_variance_dkk"] == Decimal(5_500)
    assert found["final_cost_basis"] == "plan"


def test_slip_is_counted_from_the_first_plan_that_was_approved(school: DuckDBPyConnection) -> None:
    found = project(school, "P")
    assert (found["first_approved_completion_date"], found["expected_completion_date"]) == (
        date(2024, 12, 31),
        date(2026, 2, 1),
    )
    assert (found["schedule_slip_months"], found["time_status"]) == (14, "act")


def test_each_version_beside_the_one_before(school: DuckDBPyConnection) -> None:
    rows = rows_of(school, "select * from marts.capital_projects__plan_version order by version_number")
    assert [row["cost_change_dkk"] for row in rows] == [None, Decimal(5_000), Decimal(10_500)]
    assert [row["slip_change_days"] for row in rows] == [None, 183, 397]
    assert [row["slip_months"] for row in rows] == [-5, 0, 14]
    assert [(row["is_first_approved"], row["is_newest"]) for row in rows] == [
        (False, False),
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("granted", "expected_cost", "spent", "status"),
    [
        ("10000000", "10250000", "1", "watch"),  # 2.5 % over, but no more than 250 000
        ("10000000", "10250000.01", "1", "act"),
        ("20000000", "20300000", "1", "watch"),  # more than 250 000, but 1.5 %
        ("20000000", "20200000", "1", "on_track"),
        ("20000000", "9000000", "1", "on_track"),
        ("20000000", "", "1", "unknown"),
        ("0", "9", "1", "act"),  # nothing granted, and something spent
        ("0", "9", "0", "on_track"),
    ],
)
def test_money_status(granted: str, expected_cost: str, spent: str, status: str) -> None:
    drawn = f"""
project_appropriation
project_id | decision_date | kind     | amount
P          | 2023-03-01    | original | {granted}

project_plan
project_id | version_date | expected_cost
P          | 2023-03-01   | {expected_cost}

project_year
project_id | fiscal_year | adopted_allotment | actual
P          | 2024        | 7                 | {spent}
"""
    with warehouse(drawn) as con:
        assert project(con, "P")["money_status"] == status


@pytest.mark.parametrize(
    ("completion", "actual", "time_status", "phasing_status"),
    [
        ("2024-03-31", 100, "on_track", "on_track"),
        ("2024-03-01", 75, "watch", "on_track"),
        ("2024-05-31", 74, "watch", "watch"),
        ("2024-06-01", 50, "act", "watch"),
        ("2023-01-01", 49, "on_track", "act"),
        ("", 251, "unknown", "act"),
    ],
)
def test_time_and_phasing_status(completion: str, actual: int, time_status: str, phasing_status: str) -> None:
    drawn = f"""
project_plan
project_id | version_date | completion_date
P          | 2023-03-01   | 2023-12-31
P          | 2023-09-01   | {completion}

project_year
project_id | fiscal_year | adopted_allotment | actual
P          | 2024        | 100               | {actual}
"""
    if completion == "2024-03-31":
        drawn = drawn.replace("2023-12-31", "2024-01-01")
    with warehouse(drawn) as con:
        found = project(con, "P")
        assert (found["time_status"], found["phasing_status"]) == (time_status, phasing_status)


def test_thresholds_are_the_municipality_s_own() -> None:
    drawn = (
        SCHOOL
        + """
setting
name                    | value
capital_money_act_share | 0.01
capital_money_act_dkk   | 5000
capital_time_act_months | 28
"""
    )
    with warehouse(drawn) as con:
        found = project(con, "P")
        assert (found["money_status"], found["time_status"]) == ("act", "watch")


def test_a_row_that_is_not_true_yet_gives_way() -> None:
    drawn = """
setting
name     | value
built_on | 2026-05-01

organisation
unit_id | name     | kind
100     | Center A | centre
200     | Center B | centre
300     | Center C | centre

project
project_id | name | unit_id | phase        | valid_from | valid_to
P          | Før  | 100     | planning     |            | 2025-12-31
P          | Nu   | 200     | construction | 2026-01-01 | 2026-12-31
P          | Snart| 300     | construction | 2027-01-01 |
"""
    with warehouse(drawn) as con:
        found = project(con, "P")
        assert (found["project_name"], found["unit_name"], found["centre_id"]) == ("Nu", "Center B", "200")
