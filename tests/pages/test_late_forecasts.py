"""The list of those who are late with their forecasts: short enough that what comes below it is found."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from dashboard.decisions.forecast_round import Answers
from dashboard.decisions.unit_forecast import Part, UnitForecast
from dashboard.store.forecast_rounds import Round
from dashboard.tables.forecast_round import late
from dashboard.texts import Texts
from tests.pages.living_a_round import ROUND
from tests.pages.page_round_rows import proposal_row


@pytest.mark.parametrize(
    ("owing", "shown", "told"),
    [(12, 12, ()), (13, 12, ("1 mere er i filen.",)), (20, 12, ("8 flere er i filen.",))],
)
def test_the_first_of_the_late_are_shown_and_the_rest_are_counted(
    owing: int, shown: int, told: tuple[str, ...]
) -> None:
    row = proposal_row("oak_school", "wages")
    units = tuple(UnitForecast((Part({**row, "unit_id": f"unit_{number}"}),)) for number in range(owing))
    kept: dict[str, Any] = {
        "version": 1,
        "person": "controller",
        "person_role": "controller",
        "release": "2026-11-03.1",
    }
    opened = Round(**{**asdict(ROUND), **kept}, entered_at=datetime(2026, 11, 2, tzinfo=UTC))
    table = late(Texts(), Answers(opened, units, pl.DataFrame()), units, date(2026, 12, 24))
    assert (len(table.rows), table.notes) == (shown, told)
