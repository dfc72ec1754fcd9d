"""The same SQL on DuckDB 1.5, and a release file in the hands of somebody who still has 1.4."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.build import build_release
from pipelines.release_file import published_marts
from tests.oracle.small_worlds import draw_world
from tests.warehouse.drawn import raw_database, run_checks, warehouse
from tests.warehouse.other_duckdb import answer_of, python_with_duckdb

READ_ALL = """
import json
con = duckdb.connect(sys.argv[1], read_only=True)
def ask(query):
    return con.execute(query).fetchall()
tables = [name for (name,) in ask("select table_name from duckdb_tables() where schema_name = 'main' order by 1")]
found = {
    "rows": {table: ask(f'select count(*) from "{table}"')[0][0] for table in tables},
    "actual": str(ask("select sum(actual_dkk) from budget_followup__unit_period")[0][0]),
    "uncommented": ask("select count(*) from duckdb_columns() where not internal and comment is null")[0][0],
    "keys": ask("select count(*) from duckdb_constraints() where constraint_type = 'PRIMARY KEY'")[0][0],
}
print(json.dumps(found))
"""

BUILD = """
import json
from pathlib import Path
from pipelines.build import build_release
from tests.oracle.small_worlds import draw_world
from tests.warehouse.drawn import raw_database
with raw_database(draw_world(int(sys.argv[1]))) as con:
    checks = {result.name: result.rows for result in build_release(con, Path(sys.argv[2])).checks}
    figures = [[str(value) for value in row] for row in con.execute(
        "select * from marts.budget_followup__unit_period order by all").fetchall()]
print(json.dumps({"checks": checks, "figures": figures}))
"""

CAPITAL = """
import json
from datetime import date
from tests.oracle.budget_followup import BudgetFollowup
from tests.oracle.capital_comparing import all_differences
from tests.oracle.capital_money import CapitalMoney
from tests.oracle.capital_projects import CapitalProjects
from tests.oracle.capital_small_worlds import draw_capital_world
from tests.oracle.comparing import raw_rows
from tests.warehouse.drawn import warehouse
world = draw_capital_world(int(sys.argv[1]))
index = {int(row["name"][-4:]): row["value"] for row in world["setting"] if row["name"].startswith("price_index_")}
with warehouse(world) as con:
    rows = raw_rows(con)
    followup = BudgetFollowup(rows, act_share="0.02", act_dkk="250000", watch_factor="0.5")
    capital = CapitalProjects(CapitalMoney(rows, followup, date(2026, 11, 3)), index)
    (versions,) = con.execute("select count(*) from marts.capital_projects__plan_version").fetchone()
    print(json.dumps({"versions": versions, "differences": list(all_differences(con, capital))}))
"""


@pytest.fixture(scope="module")
def environments(request: pytest.FixtureRequest) -> Path:
    assert request.config.cache is not None
    return request.config.cache.mkdir("environments")


@pytest.mark.parametrize("version", ["1.4", "1.5"])
def test_an_older_client_opens_a_release(version: str, environments: Path, tmp_path: Path) -> None:
    release = tmp_path / "pejling.duckdb"
    with raw_database(draw_world(3)) as con:
        facts = build_release(con, release).tables
        (actual,) = con.execute("select sum(actual_dkk) from marts.budget_followup__unit_period").fetchone() or (None,)
    found = answer_of(python_with_duckdb(version, environments), version, READ_ALL, str(release))
    assert found["rows"] == {name: table.rows for name, table in sorted(facts.items())}
    assert found["actual"] == str(actual)
    assert found["uncommented"] == 0
    assert found["keys"] == sum("primary key" in file.header for file in published_marts())


@pytest.mark.parametrize("seed", [3, 8])
def test_duckdb_15_builds_the_same_figures(seed: int, environments: Path, tmp_path: Path) -> None:
    python = python_with_duckdb("1.5", environments)
    found = answer_of(python, "1.5", BUILD, str(seed), str(tmp_path / "older.duckdb"))
    with warehouse(draw_world(seed)) as con:
        assert found["checks"] == {result.name: result.rows for result in run_checks(con)}
        here = con.execute("select * from marts.budget_followup__unit_period order by all").fetchall()
    assert found["figures"] == [[str(value) for value in row] for row in here]
    assert len(here) > 100


@pytest.mark.parametrize("seed", [1, 6])
def test_duckdb_15_agrees_with_the_oracle_on_capital_projects(seed: int, environments: Path) -> None:
    found = answer_of(python_with_duckdb("1.5", environments), "1.5", CAPITAL, str(seed))
    assert found == {"versions": 18, "differences": []}
