"""Whose rows are whose: what the door shows of a built warehouse to the manager of a unit that others had before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.warehouse.behind_the_door import BehindTheDoor, behind_the_door

# In May 2025 the department 110, with a school in it, moves from the centre 100 to the centre 200.
MOVED = """
setting
name             | value
built_on         | 2025-07-09
previous_release | 2025-06

organisation
unit_id | name        | parent_id | kind        | valid_from | valid_to
100     | Center Før  |           | centre      |            |
200     | Center Nu   |           | centre      |            |
110     | Skoler      | 100       | department  |            | 2025-04-30
110     | Skoler      | 200       | department  | 2025-05-01 |
111     | Vestskolen  | 110       | institution |            |
112     | Østskolen   | 110       | institution |            | 2025-04-30
112     | Østskolen   | 100       | institution | 2025-05-01 |

posting
fiscal_year | period | cost_centre | account  | amount
2025        | 1      | 111         | 40000000 | 17
2025        | 1      | 112         | 40000000 | 5
2025        | 6      | 111         | 40000000 | 2
2025        | 6      | 112         | 40000000 | 3

budget_line
fiscal_year | kind          | cost_centre | account  | amount | decision_date | case_no
2025        | adopted       | 111         | 40000000 | 100    |               | adopted
2025        | supplementary | 111         | 40000000 | 10     | 2024-12-12    | before
2025        | supplementary | 111         | 40000000 | 11     | 2025-04-30    | april
2025        | supplementary | 111         | 40000000 | 12     | 2025-05-01    | may
2025        | supplementary | 111         | 40000000 | 13     | 2025-11-20    | november
2025        | supplementary | 111         | 40000000 | 14     | 2026-01-20    | after

published_figure
budget_basis    | fiscal_year | period | unit_id      | unit_name  | actual_dkk
with_carry_over | 2025        | 1      | municipality | Kommunen   | 20
with_carry_over | 2025        | 1      | 100          | Center Før | 20
with_carry_over | 2025        | 1      | 110          | Skoler     | 20
with_carry_over | 2025        | 1      | 111          | Vestskolen | 17
with_carry_over | 2025        | 1      | 112          | Østskolen  | 3
"""


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BehindTheDoor]:
    with behind_the_door(MOVED, tmp_path_factory.mktemp("release") / "pejling.duckdb") as opened:
        yield opened


@pytest.mark.parametrize(
    ("scope", "units"),
    [("100", {"100", "110", "112"}), ("200", set()), ("municipality", {"municipality", "100", "110", "112"})],
)
def test_a_changed_figure_is_seen_by_who_had_the_unit_then(door: BehindTheDoor, scope: str, units: set[str]):
    """Skoler of January holds Østskolen's money, which the centre that has Skoler now never had."""
    of_units = "unit_id from data_quality__changed_figure where figure = 'actual' and account is null"
    assert door.seen(of_units, scope) == units


@pytest.mark.parametrize(("scope", "units"), [("100", {"111", "112"}), ("200", set()), ("111", {"111"})])
def test_a_changed_account_figure_is_seen_by_who_had_its_unit_then(door: BehindTheDoor, scope: str, units: set[str]):
    assert door.seen("unit_id from data_quality__changed_figure where account is not null", scope) == units
    assert door.seen("unit_id from data_quality__changed_unit", scope) == units


@pytest.mark.parametrize(
    ("scope", "cases"),
    [
        ("100", {"adopted", "before", "april"}),
        ("200", {"adopted", "before", "april", "may", "november", "after"}),
        ("111", {"adopted", "before", "april", "may", "november", "after"}),
        ("112", set()),
    ],
)
def test_a_budget_line_is_seen_by_who_has_the_unit_when_it_counts(door: BehindTheDoor, scope: str, cases: set[str]):
    assert door.seen("case_no from budget_followup__budget_line", scope) == cases


def test_the_period_that_a_budget_line_counts_from(door: BehindTheDoor):
    """Periods that are not there yet are the newest one."""
    rows = door.rows("select case_no, period from budget_followup__budget_line", "municipality")
    assert {row["case_no"]: row["period"] for row in rows} == {
        "adopted": 1,
        "before": 1,
        "april": 4,
        "may": 5,
        "november": 6,
        "after": 6,
    }
