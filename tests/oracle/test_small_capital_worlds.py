"""The capital marts and the oracle on projects drawn by lot: every row of every mart, to the øre."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.oracle.budget_followup import BudgetFollowup
from tests.oracle.capital_comparing import all_differences
from tests.oracle.capital_money import CapitalMoney
from tests.oracle.capital_projects import CapitalProjects
from tests.oracle.capital_small_worlds import draw_capital_world
from tests.oracle.comparing import raw_rows
from tests.warehouse.drawn import run_checks_about, warehouse


@pytest.mark.parametrize("seed", range(16))
def test_capital_marts_agree_with_the_oracle(seed: int) -> None:
    world = draw_capital_world(seed)
    index = {
        int((row["name"] or "")[-4:]): str(Fraction(row["value"] or ""))
        for row in world["setting"]
        if (row["name"] or "").startswith("price_index_")
    }
    with warehouse(world) as con:
        rows = raw_rows(con)
        followup = BudgetFollowup(rows, act_share="0.02", act_dkk="250000", watch_factor="0.5")
        capital = CapitalProjects(CapitalMoney(rows, followup, date(2026, 11, 3)), index)
        assert list(all_differences(con, capital)) == []
        errors = [result for result in run_checks_about("capital", con) if result.severity == "error" and result.rows]
        assert [result.name for result in errors] == []
