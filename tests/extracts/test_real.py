"""The real files give the totals that their publishers give, to the øre. Collected only where the files are."""

from __future__ import annotations

import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.extracts.spec import load_spec
from pipelines.problems import Problem
from tests.extracts.conftest import Read, read_file
from tests.extracts.real_sets import SPECS, real_data

REAL = real_data() or Path()

# set, spec, file, rows accepted, quarantined, left out, sum, difference to the control total
TOTALS = [
    ("leeds-spend", "leeds_payments", "2010-12.csv", 10_303, 0, 0, "77179009.24", "0.00"),
    ("leeds-spend", "leeds_payments", "2011-01.csv", 8_837, 0, 0, "65483945.63", "0.00"),
    ("leeds-spend", "leeds_payments", "2011-03.csv", 11_024, 0, 0, "78447368.22", "0.00"),
    ("aragon-budget", "aragon_expenses", "2012 Partidas Gastos.csv", 5_295, 0, 0, "5328716690.76", "0.00"),
    ("aragon-budget", "aragon_incomes", "2012 Partidas Ingresos.csv", 282, 0, 0, "-5328716690.76", "0.00"),
    ("bonn-sap", "bonn_plan", "plan_2018.tsv", 7_096, 0, 0, "63132393.21", "0.00"),
    ("bonn-sap", "bonn_plan_sheet", "BonnBudget2017sample.xlsx", 2_000, 0, 2, "158052046.89", "0.00"),
    ("nyc-capital-projects", "nyc_plans", "Capital_Projects.csv", 2_259, 0, 2, "313585322967.08", None),
    ("ukraine-city-budgets", "lutsk_actuals", "expenses_Lutsk.csv", 2_661, 0, 2_714, "21389847282.44", "0.00"),
    ("ukraine-city-budgets", "lutsk_budget", "expenses_Lutsk.csv", 1_526, 0, 3_849, "26648517595.77", "0.00"),
]


def read(folder: str, spec: str, file: str, into: Path) -> Read:
    return read_file(load_spec(SPECS / folder / f"{spec}.toml"), REAL / folder / file, into)


def sums(rows: pl.DataFrame, by: str | pl.Expr) -> dict[str, Decimal]:
    amounts = rows.group_by(by).agg(pl.col("amount").cast(pl.Decimal(38, 2)).sum())
    return {key: Decimal(value) for key, value in amounts.rows()}


@pytest.mark.parametrize("case", TOTALS, ids=lambda case: f"{case[1]}-{case[2]}")
def test_totals(tmp_path: Path, case: tuple[str, str, str, int, int, int, str, str | None]) -> None:
    folder, spec, file, accepted, quarantined, left_out, total, difference = case
    found = read(folder, spec, file, tmp_path).reading
    assert (found.accepted, found.quarantined, found.left_out) == (accepted, quarantined, left_out)
    assert found.accepted_amount == Decimal(total)
    assert found.difference == (None if difference is None else Decimal(difference))


@pytest.mark.parametrize(
    ("file", "operating", "capital"),
    [
        ("2010-12.csv", "61867269.88", "15311739.36"),
        ("2011-01.csv", "52957693.25", "12526252.38"),
        ("2011-03.csv", "54779114.78", "23668253.44"),
    ],
)
def test_leeds_operating_and_capital(tmp_path: Path, file: str, operating: str, capital: str) -> None:
    rows = read("leeds-spend", "leeds_payments", file, tmp_path).accepted
    assert sums(rows, "budget_type") == {"1": Decimal(operating), "3": Decimal(capital)}


def test_leeds_late_payments_count_in_the_month_of_their_file(tmp_path: Path) -> None:
    rows = read("leeds-spend", "leeds_payments", "2011-01.csv", tmp_path).accepted
    assert set(rows["period"]) == {"1"}
    assert rows.filter(pl.col("posting_date") < "2011-01-01").height > 0
    assert rows["text"].str.contains("\ufffd").sum() == 0


def test_aragon_codes_find_their_names(tmp_path: Path) -> None:
    budget = read("aragon-budget", "aragon_expenses", "2012 Partidas Gastos.csv", tmp_path / "b").accepted
    units = read("aragon-budget", "aragon_organisation", "2012 Estructura Organica.csv", tmp_path / "o").accepted
    functions = read("aragon-budget", "aragon_functions", "2012 Estructura Funcional.csv", tmp_path / "f").accepted
    accounts = read("aragon-budget", "aragon_accounts", "2012 Estructura Economica.csv", tmp_path / "a").accepted
    assert set(budget["cost_centre"]) <= set(units["unit_id"])
    assert set(budget["function_code"]) <= set(functions["function_code"])
    assert set(budget["account"]) <= set(accounts["account"])
    assert "01010" in set(units["unit_id"])
    assert set(units["parent_id"].drop_nulls()) <= set(units["unit_id"])


def test_bonn_costs_and_earnings(tmp_path: Path) -> None:
    rows = read("bonn-sap", "bonn_plan", "plan_2018.tsv", tmp_path).accepted
    source = pl.read_csv(REAL / "bonn-sap" / "plan_2018.tsv", separator="\t", infer_schema=False)
    costs, earnings = (source[name].cast(pl.Decimal(38, 2)).sum() for name in ("costs", "earning"))
    assert (costs, earnings) == (Decimal("1514783751.44"), Decimal("1451651358.23"))
    amounts = rows["amount"].cast(pl.Decimal(38, 2))
    assert amounts.sum() == costs - earnings
    internal = rows.filter(pl.col("account").str.starts_with("94"))["amount"].cast(pl.Decimal(38, 2)).sum()
    assert internal == 0


def test_bonn_organisation_holds_together(tmp_path: Path) -> None:
    offices = read("bonn-sap", "bonn_offices", "Aemterhierarchie.xlsx", tmp_path / "o").accepted
    centres = read("bonn-sap", "bonn_profit_centres", "Profitcenter.XLSX", tmp_path / "p").accepted
    cost_centres = read("bonn-sap", "bonn_cost_centres", "Kostenstellen2016.csv", tmp_path / "k").accepted
    plan = read("bonn-sap", "bonn_plan", "plan_2018.tsv", tmp_path / "b").accepted
    assert set(centres["parent_id"]) <= set(offices["unit_id"])
    assert set(plan["cost_centre"]) <= set(centres["unit_id"])
    assert (cost_centres.height, cost_centres["valid_to"].null_count()) == (1_700, 1_690)
    assert cost_centres["valid_from"].null_count() == 38


def test_bonn_sheet_that_declares_835_225_rows(tmp_path: Path) -> None:
    found = read("bonn-sap", "bonn_plan_sheet", "BonnBudget2017sample.xlsx", tmp_path)
    assert found.reading.lines == 835_225
    assert found.rules == [(835_224, "plug row without an account"), (835_225, "control total row")]
    assert found.reading.left_out_amount == Decimal("85618201.25")
    assert found.reading.control_total == Decimal("243670248.14")


def test_bonn_plan_2019_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"plan_2019\.tsv: line 2 is most like the header, but lacks 'Planjahr'"):
        read("bonn-sap", "bonn_plan", "plan_2019.tsv", tmp_path)


def test_lutsk_sums_of_funds_are_never_counted(tmp_path: Path) -> None:
    found = read("ukraine-city-budgets", "lutsk_actuals", "expenses_Lutsk.csv", tmp_path)
    assert set(found.accepted["function_code"]) == {"C", "S"}
    assert found.left_out.filter(pl.col("rule").str.starts_with("sum of other rows")).height == 2_123
    assert len(found.reading.periods) == 66
    source = pl.read_csv(REAL / "ukraine-city-budgets" / "expenses_Lutsk.csv", infer_schema=False)
    december = source.filter((pl.col("REP_PERIOD") == "2023-12-31") & (pl.col("FUND_TYP") == "T"))
    year = sums(found.accepted, "fiscal_year")["2023"]
    assert year == december["FAKT_AMT"].cast(pl.Decimal(38, 2)).sum() == Decimal("3703092758.94")


def test_new_york_has_fifteen_lists_of_378_projects(tmp_path: Path) -> None:
    found = read("nyc-capital-projects", "nyc_plans", "Capital_Projects.csv", tmp_path)
    assert (found.reading.lines, found.reading.header_lines) == (2_275, 14)
    assert found.rules == [(2, "what the columns mean"), (3, "notes on the columns")]
    rows = found.accepted
    assert (rows["version_date"].n_unique(), rows["project_id"].n_unique()) == (15, 378)
    assert (rows["version_date"].min(), rows["version_date"].max()) == ("2013-09-01", "2019-09-01")
    assert not rows["version_date"].is_sorted()
    missing = {name: rows[name].null_count() for name in ("expected_cost", "completion_date", "cost_change")}
    assert missing == {"expected_cost": 106, "completion_date": 122, "cost_change": 378}
    assert rows.select("project_id", "version_date").is_unique().all()


def test_new_york_states_its_changes_in_whole_dollars_but_for_seven(tmp_path: Path) -> None:
    rows = read("nyc-capital-projects", "nyc_plans", "Capital_Projects.csv", tmp_path).accepted
    cost = pl.col("expected_cost").cast(pl.Decimal(38, 2))
    changed = (
        rows.sort("project_id", "version_date")
        .with_columns(by=(cost - cost.shift(1)).over("project_id"))
        .drop_nulls(["by", "cost_change"])
    )
    agreeing = (pl.col("by") - pl.col("cost_change").cast(pl.Decimal(38, 2))).abs() <= Decimal("0.50")
    assert (changed.height, changed.filter(agreeing).height) == (1_779, 1_772)


def test_new_york_alone_is_built_and_published(tmp_path: Path) -> None:
    """Plan versions and nothing else: no posting, no budget, no unit, no register."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(REAL / "nyc-capital-projects" / "Capital_Projects.csv", inbox)
    settings = SPECS / "nyc-capital-projects" / "municipality.toml"
    options = ["--home", str(tmp_path), "--settings", str(settings)]
    code = "from dashboard.cli import main; main()"
    command = [sys.executable, "-c", code, "update", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "no postings" in done.stdout
    release = next((tmp_path / "releases").glob("*/pejling.duckdb"))
    with duckdb.connect(release, read_only=True) as connection:
        found = connection.execute(
            """select (select count(*) from capital_projects__project),
                      (select count(*) from capital_projects__plan_version),
                      (select count(*) from budget_followup__posting)"""
        ).fetchone()
        assert found == (378, 2_259, 0)
        assert_new_york_s_first_plans_are_compared_with_its_last(connection)


def assert_new_york_s_first_plans_are_compared_with_its_last(release: duckdb.DuckDBPyConnection) -> None:
    """At least four lists, and a cost above 0 in the first and in the last of them: 178 projects."""
    stated = release.execute(
        """select count(*), count(*) filter (where abs(stated_cost_change_dkk - cost_change_dkk) <= 0.5)
           from capital_projects__plan_version
           where stated_cost_change_dkk is not null and cost_change_dkk is not null"""
    ).fetchone()
    assert stated == (1_779, 1_772)
    found = release.execute(
        """select project_count, round(median_error_share, 3), round(wape_share, 3), round(finishes_later_share, 2),
               median_slip_days
           from capital_projects__plan_accuracy_total where unit_id = 'municipality'"""
    ).fetchone()
    assert found == (178, -0.081, 0.224, 0.75, 429.5)
