"""The candidates and the oracle on municipalities drawn by lot: every signal of every span, and its place."""

from __future__ import annotations

import pytest

from tests.oracle.comparing_focus_areas import focus_differences
from tests.oracle.focus_small_worlds import draw_focus_world
from tests.warehouse.drawn import run_checks_about, warehouse


@pytest.mark.parametrize("seed", range(4))
def test_candidates_agree_with_the_oracle(seed: int) -> None:
    with warehouse(draw_focus_world(seed)) as con:
        assert list(focus_differences(con)) == []
        domains = {domain for (domain,) in con.execute("select domain from marts.focus_areas__candidate").fetchall()}
        assert len(domains) >= 6
        checks = run_checks_about("focus_areas", con)
        assert [result.name for result in checks if result.severity == "error" and result.rows] == []
