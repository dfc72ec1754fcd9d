"""Late forecasts are listed so shortly that what comes below is found; a round closes on no day that has not come."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from dashboard.decisions.forecast_round import Answers
from dashboard.decisions.unit_forecast import Part, UnitForecast
from dashboard.sentences.forecast_round import sentence
from dashboard.store.forecast_rounds import Round
from dashboard.tables.forecast_round import late
from dashboard.texts import Texts
from tests.pages.living_a_round import ROUND
from tests.pages.page_round_rows import proposal_row


def a_round(**changed: Any) -> Round:
    kept = {"version": 1, "person": "controller", "person_role": "controller", "release": "2026-11-03.1"}
    return Round(**{**asdict(ROUND), **kept, "entered_at": datetime(2026, 11, 2, tzinfo=UTC), **changed})


@pytest.mark.parametrize(
    ("owing", "shown", "told"),
    [(12, 12, ()), (13, 12, ("1 mere er i filen.",)), (20, 12, ("8 flere er i filen.",))],
)
def test_the_first_of_the_late_are_shown_and_the_rest_are_counted(
    owing: int, shown: int, told: tuple[str, ...]
) -> None:
    row = proposal_row("oak_school", "wages")
    units = tuple(UnitForecast((Part({**row, "unit_id": f"unit_{number}"}),)) for number in range(owing))
    table = late(Texts(), Answers(a_round(), units, pl.DataFrame()), units, date(2026, 12, 24))
    assert (len(table.rows), table.notes) == (shown, told)


@pytest.mark.parametrize(("today", "told"), [(date(2026, 11, 18), "18 November"), (date(2026, 11, 30), "21 November")])
def test_a_round_is_closed_on_no_day_that_the_calendar_has_not_come_to(today: date, told: str) -> None:
    closed = Answers(a_round(state="closed", entered_at=datetime(2026, 11, 21, 9, tzinfo=UTC)), (), pl.DataFrame())
    said = sentence(Texts("en"), closed, closed.total("north"), None, today, may_answer=False)
    assert f"was closed {told} 2026" in said.more
