"""The sample's carry-over case under three sets of rules: the marts say what slow plain Python finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from pipelines.build import build_warehouse
from pipelines.carry_over_rules import read_carry_over_rules
from pipelines.corrections import apply_corrections, read_corrections
from pipelines.deliveries import deliver
from pipelines.extracts.spec import load_specs
from pipelines.home import open_home
from pipelines.lineage import build_order, sql_files
from pipelines.load import InForce, load_rows, settle_rows
from pipelines.load_carry_over_rules import TABLES, load_carry_over_rules
from pipelines.load_facts import count_lines_in_effect, load_facts
from pipelines.raw import create_raw_tables
from pipelines.receipts import read_receipts, states
from tests.oracle.budget_followup import BudgetFollowup
from tests.oracle.carry_over_case import CarryOverCase
from tests.oracle.comparing import dkk, raw_rows
from tests.warehouse.carry_over_rules import HERNING_LIKE, REBILD_LIKE
from tests.warehouse.drawn import rows_of, run_checks

SAMPLE = Path(__file__).parents[2] / "sample_data"
RULES = {
    "sample": (SAMPLE / "carry_over_rules.toml").read_text(encoding="utf-8"),
    "rebild_like": REBILD_LIKE,
    "herning_like": HERNING_LIKE,
}


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """The sample delivered, loaded and built, with schema raw still there and no rules."""
    home = open_home(tmp_path_factory.mktemp("home"), SAMPLE / "municipality.toml")
    deliver(home, sorted((SAMPLE / "extracts").iterdir()))
    receipts = read_receipts(home)
    in_force = InForce(receipts, states(receipts))
    with duckdb.connect() as con:
        create_raw_tables(con)
        load_rows(con, home, in_force)
        load_facts(con, home, in_force.parts, load_specs(home.specs), date(2026, 11, 10))
        count_lines_in_effect(con, in_force)
        apply_corrections(con, in_force.parts, read_corrections(home.corrections))
        settle_rows(con, in_force)
        build_warehouse(con)
        yield con


@pytest.mark.parametrize("name", RULES)
def test_every_line_of_every_year(con: DuckDBPyConnection, tmp_path: Path, name: str) -> None:
    path = tmp_path / "carry_over_rules.toml"
    path.write_text(RULES[name], encoding="utf-8")
    rules = read_carry_over_rules(path)
    assert rules.set_aside == ()
    for table in TABLES:
        con.execute(f"delete from raw.{table}")
    load_carry_over_rules(con, rules)
    for file in build_order(sql_files("staging", "marts")):
        if file.stem.startswith("carry_over_"):
            con.execute(f"create or replace table {file.schema}.{file.stem} as\n{file.select}")
    raw = raw_rows(con)
    follow_up = BudgetFollowup(raw, act_share="0.02", act_dkk="250000", watch_factor="0.5")
    project_years = rows_of(con, "select * from marts.capital_projects__project_year")
    case = CarryOverCase(raw, rules, follow_up, project_years)
    for year in case.is_over:
        compare(con, year, case)
    assert [
        one for one in run_checks(con) if "carry_over_case" in one.name and one.severity == "error" and one.rows
    ] == []


def compare(con: DuckDBPyConnection, year: int, case: CarryOverCase) -> None:
    """Every line of a year, and every figure of it."""
    found = {
        row["line_id"]: row
        for row in rows_of(con, "select * from marts.carry_over_case__line where fiscal_year = ?", year)
    }
    wanted = {
        key: {
            "rule_name": line.rule.name if line.rule else None,
            "revised_dkk": dkk(line.revised),
            "outturn_dkk": dkk(line.outturn),
            "outturn_basis": line.basis,
            "left_dkk": dkk(line.left),
            "decided_by": line.decided_by,
            "proposed_dkk": dkk(line.proposed),
            "lapsed_dkk": dkk(line.left - line.proposed),
            **{f"into_year_{number}_dkk": dkk(amount) for number, amount in enumerate(line.parts, start=1)},
        }
        for key, line in case.lines(year).items()
    }
    assert found.keys() == wanted.keys()
    for key, expected in wanted.items():
        assert {name: found[key][name] for name in expected} == expected, (year, key)
