"""The sample municipality: what the marts say is what slow plain Python finds in the extracts' own rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from pipelines.build import build_warehouse
from pipelines.corrections import apply_corrections, read_corrections
from pipelines.deliveries import deliver
from pipelines.extracts.spec import load_specs
from pipelines.home import open_home
from pipelines.load import InForce, load_rows, settle_rows
from pipelines.load_facts import count_lines_in_effect, load_facts
from pipelines.raw import create_raw_tables
from pipelines.receipts import read_receipts, states
from tests.oracle.budget_followup import BudgetFollowup
from tests.oracle.capital_comparing import all_differences
from tests.oracle.capital_money import CapitalMoney
from tests.oracle.capital_projects import CapitalProjects
from tests.oracle.comparing import Key, account_differences, differences, month_differences, raw_rows
from tests.oracle.comparing_focus_areas import focus_differences
from tests.oracle.comparing_forecasts import accuracy_differences, outlook_differences, year_differences
from tests.oracle.comparing_staff import staff_differences
from tests.oracle.forecast_accuracy import ForecastAccuracy
from tests.oracle.forecast_round import proposal_differences
from tests.oracle.purchases import Purchases, hit_differences, purchase_differences
from tests.oracle.staff import Staff
from tests.oracle.staff_attack import everything_exposed, told_by
from tests.oracle.staff_releases import shown_units
from tests.warehouse.drawn import run_checks

SAMPLE = Path(__file__).parents[2] / "sample_data"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """The sample delivered, loaded and built, with schema raw still there."""
    home = open_home(tmp_path_factory.mktemp("home"), SAMPLE / "municipality.toml")
    outcomes = deliver(home, sorted((SAMPLE / "extracts").iterdir()))
    assert [outcome for outcome in outcomes if outcome.state not in {"accepted", "duplicate"}] == []
    receipts = read_receipts(home)
    in_force = InForce(receipts, states(receipts))
    with duckdb.connect() as con:
        create_raw_tables(con)
        load_rows(con, home, in_force)
        load_facts(con, home, in_force.parts, load_specs(home.specs), date(2026, 11, 10))
        count_lines_in_effect(con, in_force)
        apply_corrections(con, in_force.parts, read_corrections(home.corrections))
        con.execute("create table main.posting_asked_line_by_line as select * from raw.posting")
        settle_rows(con, in_force)
        build_warehouse(con)
        yield con


@pytest.fixture(scope="module")
def oracle(con: DuckDBPyConnection) -> BudgetFollowup:
    return BudgetFollowup(raw_rows(con), act_share="0.02", act_dkk="250000", watch_factor="0.5")


def keys_by_lot(oracle: BudgetFollowup, count: int) -> list[Key]:
    """The newest period in every basis and view, and others by lot (the same each time): all would take minutes."""
    every = [
        (*period, basis, view)
        for period in oracle.periods
        for basis in ("with_carry_over", "without_carry_over")
        for view in ("then", "today")
    ]
    return [*every[-4:], *Random(2026).sample(every[:-4], count)]


def test_units_and_account_groups(con: DuckDBPyConnection, oracle: BudgetFollowup) -> None:
    assert list(differences(con, oracle, keys_by_lot(oracle, 16))) == []


def test_the_course_of_the_year(con: DuckDBPyConnection, oracle: BudgetFollowup) -> None:
    assert list(month_differences(con, oracle, keys_by_lot(oracle, 5))) == []


def test_accounts(con: DuckDBPyConnection, oracle: BudgetFollowup) -> None:
    assert list(account_differences(con, oracle, keys_by_lot(oracle, 24))) == []


@pytest.fixture(scope="module")
def accuracy(con: DuckDBPyConnection, oracle: BudgetFollowup) -> ForecastAccuracy:
    return ForecastAccuracy(oracle, raw_rows(con)["statistical_forecast"])


def test_forecast_accuracy(con: DuckDBPyConnection, accuracy: ForecastAccuracy) -> None:
    closed = [one for one in accuracy.rounds if one.year in accuracy.closed]
    assert len(closed) == 9
    assert list(accuracy_differences(con, accuracy, closed)) == []
    assert list(year_differences(con, accuracy)) == []
    assert list(outlook_differences(con, accuracy)) == []


def test_what_a_forecast_round_begins_with(con: DuckDBPyConnection, accuracy: ForecastAccuracy) -> None:
    assert list(proposal_differences(con, accuracy)) == []
    con.begin()
    try:
        con.execute(
            "update marts.forecast_round__proposal set actual_dkk = actual_dkk + 0.01 "
            "where fiscal_year = 2026 and unit_id = '111010' and account_group = 'wages'"
        )
        (found,) = proposal_differences(con, accuracy)
    finally:
        con.rollback()
    assert "actual_dkk" in found


def test_the_accuracy_oracle_sees_a_single_oere(con: DuckDBPyConnection, accuracy: ForecastAccuracy) -> None:
    newest = [one for one in accuracy.rounds if one.year in accuracy.closed][-1]
    con.begin()
    try:
        con.execute(
            "update marts.forecast_accuracy__unit_round set error_dkk = error_dkk + 0.01 where fiscal_year = ? "
            "and round = ? and unit_id = 'municipality' and organisation_view = 'then' and item_level = 'centre' "
            "and account_group = 'wages'",
            [newest.year, newest.name],
        )
        found = list(accuracy_differences(con, accuracy, [newest]))
    finally:
        con.rollback()
    assert len(found) == 1
    assert "error_dkk" in found[0]


def test_capital_projects(con: DuckDBPyConnection, oracle: BudgetFollowup) -> None:
    index = {2022: "100", 2023: "106.4", 2024: "109.1", 2025: "111.8", 2026: "114.9"}
    capital = CapitalProjects(CapitalMoney(raw_rows(con), oracle, date(2026, 11, 10)), index)
    assert list(all_differences(con, capital)) == []
    con.begin()
    try:
        con.execute(
            "update marts.capital_carry_overs__unit_year set carried_out_gross_dkk = carried_out_gross_dkk + 0.01 "
            "where fiscal_year = 2025 and unit_id = 'municipality'"
        )
        (found,) = all_differences(con, capital)
    finally:
        con.rollback()
    assert "carried_out_gross_dkk" in found


@pytest.fixture(scope="module")
def purchases(con: DuckDBPyConnection, oracle: BudgetFollowup) -> Purchases:
    return Purchases(raw_rows(con)["posting"], oracle, {"49020000"}, {"40010000", "47010000", "48010000"})


def test_purchases(con: DuckDBPyConnection, purchases: Purchases) -> None:
    assert list(purchase_differences(con, purchases, [(2023, 13), (2025, 7), (2026, 10)])) == []


def test_atypical_postings(con: DuckDBPyConnection, purchases: Purchases) -> None:
    assert list(hit_differences(con, purchases)) == []
    rules = {rule for _, rule in purchases.hits()}
    assert len(rules) == 9, "the sample has a story for each rule"


def test_the_oracle_of_purchases_sees_a_single_oere(con: DuckDBPyConnection, purchases: Purchases) -> None:
    con.begin()
    try:
        con.execute(
            "update marts.purchases__unit_period set purchase_dkk = purchase_dkk + 0.01 "
            "where fiscal_year = 2026 and period = 10 and unit_id = 'municipality'"
        )
        (found,) = purchase_differences(con, purchases, [(2026, 10)])
    finally:
        con.rollback()
    assert "municipality purchase_dkk" in found


def test_focus_areas(con: DuckDBPyConnection) -> None:
    assert list(focus_differences(con)) == []
    con.begin()
    try:
        con.execute(
            "update marts.focus_areas__candidate set value = value + 0.01 "
            "where span = '2026K2' and signal = 'expected_overspend' and subject_id = '110000'"
        )
        (found,) = focus_differences(con)
    finally:
        con.rollback()
    assert "expected_overspend" in found


def test_no_check_stops_the_sample(con: DuckDBPyConnection) -> None:
    assert [result for result in run_checks(con) if result.severity == "error" and result.rows] == []


def test_the_oracle_sees_a_single_oere(con: DuckDBPyConnection, oracle: BudgetFollowup) -> None:
    year, period = oracle.periods[-1]
    con.begin()
    try:
        con.execute(
            "update marts.budget_followup__unit_period set actual_dkk = actual_dkk + 0.01 "
            "where fiscal_year = ? and period = ? and unit_id = 'municipality' "
            "and organisation_view = 'then' and budget_basis = 'with_carry_over'",
            [year, period],
        )
        found = list(differences(con, oracle, [(year, period, "with_carry_over", "then")]))
    finally:
        con.rollback()
    assert len(found) == 1
    assert "municipality" in found[0]
    assert "actual_dkk" in found[0]


def test_files_without_exclusions_are_read_as_they_lie(con: DuckDBPyConnection) -> None:
    """The sample has a replaced month, deltas and corrections: the rows are those that asking each line gives."""
    columns = "delivery_id, source, file, line, amount, cost_centre"
    asked, read = f"select {columns} from main.posting_asked_line_by_line", f"select {columns} from raw.posting"
    assert con.execute(f"({asked}) except all ({read})").fetchall() == []
    assert con.execute(f"({read}) except all ({asked})").fetchall() == []
    assert con.execute("select count(*) from raw.excluded_line").fetchone() != (0,)


def test_staff(con: DuckDBPyConnection, oracle: BudgetFollowup) -> None:
    rows = raw_rows(con)
    staff = Staff(rows, oracle.organisation, [period for period in oracle.periods if period[1] <= 12])
    staff.shown = shown_units(con)
    assert len(staff.months) == 34
    assert list(staff_differences(con, staff)) == []
    told = told_by(con)
    assert len(told.figures) > 4_000
    assert list(everything_exposed([told])) == []
