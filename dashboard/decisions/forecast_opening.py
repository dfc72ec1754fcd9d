"""The rounds that there are, the year that one can be opened for, and the municipality's own choices about them."""

from __future__ import annotations

from dashboard.queries import budget_followup, forecast_accuracy
from dashboard.store.at_hand import AtHand
from dashboard.store.forecast_rounds import Round, standing_rounds
from dashboard.warehouse import Door
from pipelines.home import Forecasts, open_home


def limits() -> Forecasts:
    """The municipality's own choices about forecasts."""
    return open_home().municipality.forecasts


def rounds(store: AtHand) -> list[Round]:
    """Every round that was opened, the newest first; none where the store does not answer."""
    return list(reversed(store.read([], standing_rounds)))


def running_year(door: Door) -> int | None:
    """The year that a round can be opened for; None before there is one."""
    periods = budget_followup.periods(door)
    newest = periods.filter(periods["is_latest"])
    return int(newest["fiscal_year"][0]) if len(newest) else None


def is_delivered(door: Door, fiscal_year: int, name: str) -> bool:
    """Whether the release has a round of that name already."""
    return not forecast_accuracy.rounds(door).filter(fiscal_year=fiscal_year, round=name).is_empty()
