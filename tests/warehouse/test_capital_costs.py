"""What a capital project costs: per unit at fixed prices, in the end, month by month, and against its first plan."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.warehouse.drawn import rows_of, warehouse
from tests.warehouse.test_capital_projects import SCHOOL, project

CLASS = """
setting
name                        | value
price_index_2020            | 100
price_index_2022            | 110.5
price_index_2025            | 120

project
project_id | name | phase        | project_class | quantity | quantity_unit
P          | a    | construction | school        | 1000     | m²
Q          | b    | completed    | school        | 300      | m²
R          | c    | closed       | school        | 7        | m²
S          | d    | completed    | school        | 700      | m²
T          | e    | completed    | school        | 4        | places
U          | f    | completed    | road          | 2.50     | km

project_plan
project_id | version_date | start_date | completion_date | expected_cost
P          | 2023-01-01   | 2023-01-01 | 2027-01-01      | 15000000
Q          | 2020-01-01   | 2019-01-01 | 2019-07-01      | 3000000
R          | 2021-01-01   | 2021-01-01 | 2023-02-01      | 100000.10
S          | 2024-01-01   | 2024-01-01 | 2025-02-01      | 7000000
T          | 2024-01-01   | 2024-01-01 | 2025-02-01      | 8000000
U          | 2024-01-01   | 2024-01-01 | 2025-02-01      | 9000000

project_year
project_id | fiscal_year | adopted_allotment
P          | 2025        | 5
"""


def test_cost_per_unit_at_the_prices_of_the_newest_year() -> None:
    with warehouse(CLASS) as con:
        found = {name: project(con, name) for name in "PQRSTU"}
    assert found["P"]["cost_per_unit_dkk"] == Decimal("15000.00")  # no index of 2027 yet: that of 2025
    assert found["Q"]["cost_per_unit_dkk"] == Decimal("12000.00")  # before the first index: that of 2020
    # 100 000.10 × 120 / 110.5 / 7 = 15 513.9140…
    assert found["R"]["cost_per_unit_dkk"] == Decimal("15513.91")
    assert found["S"]["cost_per_unit_dkk"] == Decimal("10000.00")
    assert found["U"]["cost_per_unit_dkk"] == Decimal("3600000.00")
    assert found["P"]["class_median_cost_per_unit_dkk"] == Decimal("12000.00")
    assert found["P"]["cost_efficiency_share"] == 1.25
    assert found["P"]["comparable_project_count"] == 3


def test_under_three_comparable_projects_there_is_no_median() -> None:
    with warehouse(CLASS) as con:
        assert project(con, "T")["comparable_project_count"] == 1
        for name in "TU":
            found = project(con, name)
            assert found["class_median_cost_per_unit_dkk"] is None
            assert found["cost_efficiency_share"] is None


ACCOUNTED = """
project
project_id | name | phase     | closed_on  | kind
full       | a    | closed    | 2025-04-01 |
late       | b    | closed    |            |
missing    | c    | completed |            |
pool       | d    | completed |            | pool

project_plan
project_id | version_date | start_date | expected_cost
full       | 2023-01-01   | 2023-05-01 | 100
late       | 2021-01-01   | 2021-01-01 | 200
missing    | 2023-01-01   | 2023-01-01 | 300

project_appropriation
project_id | decision_date | kind          | amount
late       | 2021-01-01    | original      | 210
late       | 2025-01-01    | final_account | -15

project_year
project_id | fiscal_year | adopted_allotment | actual
full       | 2023        | 90                | 60
full       | 2024        | 10                | 31
late       | 2023        | 10                | 7
missing    | 2023        | 10                | 8
pool       | 2023        | 10                | 9
"""


@pytest.mark.parametrize(
    ("project_id", "cost", "basis", "is_missing"),
    [
        ("full", 91, "spent", False),
        ("late", 195, "account", False),  # what was spent before 2023 is not in the data
        ("missing", 300, "plan", True),
        ("pool", None, None, False),
    ],
)
def test_what_a_completed_project_cost(project_id: str, cost: int | None, basis: str | None, is_missing: bool) -> None:
    with warehouse(ACCOUNTED) as con:
        found = project(con, project_id)
    assert (found["expected_final_cost_dkk"], found["final_cost_basis"]) == (cost, basis)
    assert found["is_missing_final_account"] is is_missing


MONTHS = """
account
account  | name
40000001 | Entreprise

project_plan
project_id | version_date | start_date | completion_date
P          | 2023-01-01   | 2023-10-05 | 2024-03-01
P          | 2024-01-01   | 2023-10-05 | 2024-12-01

project_year
project_id | fiscal_year | adopted_allotment | actual
P          | 2023        | 100               | 70
P          | 2024        | 20                |
P          | 2025        | 12                |

posting
fiscal_year | period | cost_centre | account  | wbs_element | budget_type | amount
2024        | 2      | 110         | 40000001 | P           | 3           | 5.50
2024        | 4      | 110         | 40000001 | P-1         | 3           | 2
2024        | 4      | 110         | 40000001 |             | 1           | 1000
"""


def test_the_s_curve() -> None:
    with warehouse(MONTHS) as con:
        rows = {
            row["month_start"].strftime("%Y-%m"): row
            for row in rows_of(con, "select * from marts.capital_projects__project_month order by month_start")
        }
    assert len(rows) == 36
    planned = {month: row["planned_to_date_dkk"] for month, row in rows.items()}
    assert [planned[month] for month in ("2023-09", "2023-10", "2023-11", "2023-12")] == [
        0,
        Decimal("33.33"),
        Decimal("66.67"),
        100,
    ]
    # January to March of 2024 only; a year of which the plan says nothing is laid out over all its months.
    assert [planned[month] for month in ("2024-01", "2024-03", "2024-12", "2025-01", "2025-12")] == [
        Decimal("106.67"),
        120,
        120,
        121,
        132,
    ]
    spent = {month: row["actual_to_date_dkk"] for month, row in rows.items()}
    assert [spent[month] for month in ("2023-11", "2023-12", "2024-01", "2024-02", "2024-04", "2024-05")] == [
        0,
        70,
        70,
        Decimal("75.50"),
        Decimal("77.50"),
        None,
    ]


PLANS = """
setting
name                  | value
capital_plan_versions | 2

project_plan
project_id | version_date | expected_cost | completion_date
low        | 2020-01-01   | 80            | 2022-01-01
low        | 2021-01-01   |               |
low        | 2022-01-01   | 100           | 2022-03-01
high       | 2020-01-01   | 60            | 2022-01-01
high       | 2022-01-01   | 50            | 2021-12-31
zero       | 2020-01-01   | 0             | 2022-01-01
zero       | 2022-01-01   | 50            | 2022-01-11
once       | 2020-01-01   | 70            | 2022-01-01
"""


def test_first_plans_against_last_ones() -> None:
    with warehouse(PLANS) as con:
        rows = {row["project_id"]: row for row in rows_of(con, "select * from marts.capital_projects__plan_accuracy")}
        (whole, unknown) = rows_of(con, "select * from marts.capital_projects__plan_accuracy_total order by sort_order")
    assert rows.keys() == {"low", "high", "zero"}
    assert (rows["low"]["error_dkk"], rows["low"]["error_share"], rows["low"]["slip_days"]) == (-20, -0.2, 59)
    assert (rows["high"]["error_dkk"], rows["high"]["error_share"]) == (10, 0.2)
    assert (rows["zero"]["error_dkk"], rows["zero"]["slip_days"]) == (None, 10)
    assert (whole["unit_id"], unknown["unit_id"]) == ("municipality", "unknown")
    assert (whole["project_count"], whole["median_error_share"], whole["wape_share"]) == (2, 0.0, 0.2)
    assert (whole["finishes_later_share"], whole["median_slip_days"]) == (0.5, 29.0)


def test_the_portfolio_of_a_unit_leaves_out_what_is_completed() -> None:
    with warehouse(ACCOUNTED + SCHOOL) as con:
        rows = {
            row["project_class"]: row
            for row in rows_of(con, "select * from marts.capital_projects__unit_total where unit_id = 'municipality'")
        }
    assert (rows[""]["project_count"], rows[""]["completed_count"]) == (1, 4)
    assert (rows[""]["expected_final_cost_dkk"], rows[""]["total_appropriation_dkk"]) == (90_500, 85_000)
    assert rows[""]["appropriation_adherence_share"] == pytest.approx(90_500 / 85_000, abs=1e-15)
    assert (rows[""]["time_act_count"], rows[""]["missing_final_account_count"]) == (1, 1)
    assert rows[""]["without_appropriation_count"] == 3
