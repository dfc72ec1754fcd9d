"""Whose projects are whose: what the door shows of capital money to a centre, and what it does not let it work out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.warehouse.behind_the_door import BehindTheDoor, behind_the_door

# The school project moved from the centre 100 to the centre 200 in May 2025; nobody knows whose the lost one is.
MOVED = """
setting
name     | value
built_on | 2025-07-09

organisation
unit_id | name        | parent_id | kind
100     | Center Før  |           | centre
200     | Center Nu   |           | centre
110     | Vestskolen  | 100       | institution
210     | Østskolen   | 200       | institution

account
account  | name
40000001 | Entreprise

project
project_id | name   | unit_id | project_class | quantity | phase     | valid_from | valid_to
moved      | Flyt   | 110     | school        | 10       | planning  |            | 2025-04-30
moved      | Flyt   | 210     | school        | 10       | planning  | 2025-05-01 |
stays      | Bliv   | 100     | school        | 20       | completed |            |
lost       | Væk    | 999     | school        | 30       | completed |            |
other      | Nabo   | 200     | school        | 40       | completed |            |

project_plan
project_id | version_date | completion_date | expected_cost
moved      | 2023-01-01   | 2024-01-01      | 1000
moved      | 2024-01-01   | 2024-05-01      | 1100
stays      | 2023-01-01   | 2024-01-01      | 2000
stays      | 2024-01-01   | 2024-06-01      | 2200
lost       | 2023-01-01   | 2024-01-01      | 3000
lost       | 2024-01-01   | 2024-07-01      | 3300
other      | 2023-01-01   | 2024-01-01      | 4000
other      | 2024-01-01   | 2024-08-01      | 4400

project_appropriation
project_id | decision_date | kind     | amount
moved      | 2023-01-01    | original | 1000
stays      | 2023-01-01    | original | 2000
lost       | 2023-01-01    | original | 3000
other      | 2023-01-01    | original | 4000

project_year
project_id | fiscal_year | adopted_allotment | carried_in | actual | carried_out_decided
moved      | 2023        | 100               |            | 90     | 10
moved      | 2024        | 100               | 10         | 99     | 11
stays      | 2023        | 201               |            | 190    | 11
stays      | 2024        | 207               | 11         | 140    | 78
lost       | 2023        | 303               |            | 290    | 13
other      | 2023        | 404               |            | 390    | 14

posting
fiscal_year | period | cost_centre | account  | wbs_element | budget_type | amount
2025        | 2      | 110         | 40000001 | moved       | 3           | 17
2025        | 2      | 110         | 40000001 | stays-1     | 3           | 5
2025        | 6      | 210         | 40000001 | other       | 3           | 2
2025        | 6      | 210         | 40000001 | lost        | 3           | 3
2025        | 6      | 210         | 40000001 |             | 1           | 1000
"""

OF_PROJECTS = [
    "capital_projects__project",
    "capital_projects__project_year",
    "capital_projects__plan_version",
    "capital_projects__appropriation",
    "capital_projects__project_month",
    "capital_projects__project_posting",
    "capital_projects__plan_accuracy",
    "capital_carry_overs__project_chain",
]
OF_UNITS = ["capital_carry_overs__unit_year", "capital_projects__unit_total"]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BehindTheDoor]:
    with behind_the_door(MOVED, tmp_path_factory.mktemp("release") / "pejling.duckdb") as opened:
        yield opened


@pytest.mark.parametrize("table", OF_PROJECTS)
def test_a_project_with_all_its_history_is_seen_by_who_has_its_unit_today(door: BehindTheDoor, table: str) -> None:
    assert door.seen(f"project_id from {table}", "100") == {"stays"}
    assert door.seen(f"project_id from {table}", "110") == set()
    assert door.seen(f"project_id from {table}", "200") == {"moved", "other"}
    assert door.seen(f"project_id from {table}", "210") == {"moved"}
    assert door.seen(f"project_id from {table}", "municipality") == {"moved", "stays", "lost", "other"}


@pytest.mark.parametrize("table", [*OF_PROJECTS, *OF_UNITS])
@pytest.mark.parametrize("scope", [(), ("",), ("999",), ("nobody",), ("100') or true --",)])
def test_who_has_no_unit_sees_nothing(door: BehindTheDoor, table: str, scope: tuple[str, ...]) -> None:
    assert door.seen(f"{table}::varchar from {table}", *scope) == set()


@pytest.mark.parametrize("table", [*OF_PROJECTS, *OF_UNITS])
def test_who_has_a_unit_twice_sees_each_row_once(door: BehindTheDoor, table: str) -> None:
    rows = door.rows(f"select count(*) as row_count from {table}", "municipality", "200", "210")
    assert rows == door.rows(f"select count(*) as row_count from release.main.{table}")


@pytest.mark.parametrize("table", OF_UNITS)
def test_totals_are_seen_of_one_s_own_units_alone(door: BehindTheDoor, table: str) -> None:
    assert door.seen(f"unit_id from {table}", "100") == {"100", "100-own"}
    assert door.seen(f"unit_id from {table}", "200") == {"200", "200-own", "210"}
    assert door.seen(f"unit_id from {table}", "210") == {"210"}


def test_a_total_less_what_is_seen_below_it_leaves_nothing_of_another(door: BehindTheDoor) -> None:
    for centre in ("100", "200"):
        (row,) = door.rows(
            f"""
            select sum(actual_dkk) filter (where unit_id = '{centre}') as whole,
                sum(actual_dkk) filter (where parent_unit_id = '{centre}') as parts,
                (select sum(actual_dkk) from capital_projects__project_year) as projects
            from capital_carry_overs__unit_year
            """,
            centre,
        )
        assert row["whole"] == row["parts"] == row["projects"]


def test_the_municipality_s_rates_are_for_everybody_and_hold_no_kroner(door: BehindTheDoor) -> None:
    rows = door.rows("select * from capital_carry_overs__municipality_year order by fiscal_year", "100")
    assert [row["fiscal_year"] for row in rows] == [2023, 2024]
    assert rows[0]["carry_over_rate_share"] == 0.048
    for row in rows:
        assert {name for name in row if not name.endswith("_share")} == {"fiscal_year"}
        assert all(value == round(value, 3) for value in row.values())


def test_the_ledger_as_a_whole_is_for_those_who_see_the_whole(door: BehindTheDoor) -> None:
    assert door.seen("fiscal_year from capital_projects__ledger_year", "100", "200") == set()
    assert door.seen("fiscal_year from capital_projects__ledger_year", "municipality") == {2025}


def test_the_median_of_a_class_is_the_only_figure_that_others_projects_are_in(door: BehindTheDoor) -> None:
    """Every project of the class costs 110 a unit: the median tells nobody what another project cost."""
    (row,) = door.rows("select * from capital_projects__project", "100")
    assert (row["comparable_project_count"], row["class_median_cost_per_unit_dkk"]) == (3, 110)
    others = {990, 1100, 3300, 4400, 303, 404, 290, 390}
    assert not others & {value for value in row.values() if isinstance(value, Decimal)}
