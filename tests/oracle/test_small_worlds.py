"""The marts and the oracle on municipalities drawn by lot: every unit, period, basis and view, to the øre."""

from __future__ import annotations

import pytest

from tests.oracle.budget_followup import BudgetFollowup
from tests.oracle.comparing import account_differences, differences, month_differences, raw_rows
from tests.oracle.comparing_forecasts import accuracy_differences, outlook_differences, year_differences
from tests.oracle.forecast_accuracy import ForecastAccuracy
from tests.oracle.small_worlds import draw_world
from tests.warehouse.drawn import run_checks, warehouse

BASES, VIEWS = ("with_carry_over", "without_carry_over"), ("then", "today")


@pytest.mark.parametrize("seed", range(24))
def test_marts_agree_with_the_oracle(seed: int) -> None:
    with warehouse(draw_world(seed)) as con:
        oracle = BudgetFollowup(raw_rows(con), act_share="0.02", act_dkk="250000", watch_factor="0.5")
        keys = [(*period, basis, view) for period in oracle.periods for basis in BASES for view in VIEWS]
        found = con.execute("select fiscal_year, period from marts.budget_followup__period order by all").fetchall()
        assert found == oracle.periods
        assert list(differences(con, oracle, keys)) == []
        assert list(month_differences(con, oracle, keys[::3])) == []
        assert list(account_differences(con, oracle, [key for key in keys if key[3] == "then"])) == []
        accuracy = ForecastAccuracy(oracle, raw_rows(con)["statistical_forecast"])
        closed = [one for one in accuracy.rounds if one.year in accuracy.closed]
        assert list(accuracy_differences(con, accuracy, closed)) == []
        assert list(year_differences(con, accuracy)) == []
        assert list(outlook_differences(con, accuracy)) == []
        failed = [result for result in run_checks(con) if result.severity == "error" and result.rows]
        assert failed == []
