"""Whose rows are whose: what the door shows of a built warehouse to the manager of a unit that others had before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection

from dashboard.scoped_views import view_sql
from pipelines.build import build_release
from tests.warehouse.drawn import raw_database, rows_of

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
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """The published file behind the door's own views."""
    path = tmp_path_factory.mktemp("release") / "pejling.duckdb"
    with raw_database(MOVED) as con:
        tables = build_release(con, path).tables
        con.execute(f"attach '{path}' as release (read_only)")
        for name, table in tables.items():
            columns = rows_of(con, f"select column_name from (describe release.main.{name})")
            made = view_sql(name, table.scope, frozenset(str(row["column_name"]) for row in columns), "release")
            assert made is not None, name
            con.execute(made)
        yield con


def seen(con: DuckDBPyConnection, scope: str, what: str) -> set[object]:
    """The values of one column that the one who has the unit `scope` sees."""
    con.execute("set variable scope = ?", [[scope]])
    return {value for row in rows_of(con, f"select {what}") for value in row.values()}


@pytest.mark.parametrize(
    ("scope", "units"),
    [("100", {"100", "110", "112"}), ("200", set()), ("municipality", {"municipality", "100", "110", "112"})],
)
def test_a_changed_figure_is_seen_by_who_had_the_unit_then(con: DuckDBPyConnection, scope: str, units: set[str]):
    """Skoler of January holds Østskolen's money, which the centre that has Skoler now never had."""
    of_units = "unit_id from data_quality__changed_figure where figure = 'actual' and account is null"
    assert seen(con, scope, of_units) == units


@pytest.mark.parametrize(("scope", "units"), [("100", {"111", "112"}), ("200", set()), ("111", {"111"})])
def test_a_changed_account_figure_is_seen_by_who_had_its_unit_then(
    con: DuckDBPyConnection, scope: str, units: set[str]
):
    assert seen(con, scope, "unit_id from data_quality__changed_figure where account is not null") == units
    assert seen(con, scope, "unit_id from data_quality__changed_unit") == units


@pytest.mark.parametrize(
    ("scope", "cases"),
    [
        ("100", {"adopted", "before", "april"}),
        ("200", {"adopted", "before", "april", "may", "november", "after"}),
        ("111", {"adopted", "before", "april", "may", "november", "after"}),
        ("112", set()),
    ],
)
def test_a_budget_line_is_seen_by_who_has_the_unit_when_it_counts(con: DuckDBPyConnection, scope: str, cases: set[str]):
    assert seen(con, scope, "case_no from budget_followup__budget_line") == cases


def test_the_period_that_a_budget_line_counts_from(con: DuckDBPyConnection):
    """Periods that are not there yet are the newest one."""
    con.execute("set variable scope = ['municipality']")
    rows = rows_of(con, "select case_no, period from budget_followup__budget_line")
    assert {row["case_no"]: row["period"] for row in rows} == {
        "adopted": 1,
        "before": 1,
        "april": 4,
        "may": 5,
        "november": 6,
        "after": 6,
    }
