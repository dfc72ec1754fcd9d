"""The rounds that there are, the year that one can be opened for, and the municipality's own choices about them."""

from __future__ import annotations

from dashboard.queries import budget_followup, forecast_accuracy
from dashboard.store.at_hand import AtHand
from dashboard.store.forecast_rounds import Round, count_answers, standing_rounds
from dashboard.warehouse import Door
from pipelines.home import Forecasts, open_home


def limits() -> Forecasts:
    """The municipality's own choices about forecasts."""
    return open_home().municipality.forecasts


def rounds(store: AtHand) -> list[Round]:
    """Every round that was opened and not withdrawn, the newest first; none where the store does not answer."""
    return [one for one in reversed(store.read([], standing_rounds)) if one.state != "withdrawn"]


def version_withdrawn(store: AtHand, fiscal_year: int, name: str) -> int:
    """The version that withdrew a round of that name, which may be opened anew; 0 where none was."""
    found = (one for one in store.read([], standing_rounds, fiscal_year) if one.round == name)
    return next((one.version for one in found if one.state == "withdrawn"), 0)


def may_be_withdrawn(store: AtHand, round_: Round) -> bool:
    """Whether the round is open and nobody has answered in it."""
    return round_.state == "open" and store.read(1, count_answers, round_.fiscal_year, round_.round) == 0


def running_year(door: Door) -> int | None:
    """The year that a round can be opened for; None before there is one."""
    periods = budget_followup.periods(door)
    newest = periods.filter(periods["is_latest"])
    return int(newest["fiscal_year"][0]) if len(newest) else None


def delivered(door: Door, fiscal_year: int) -> tuple[str, ...]:
    """The rounds of the year that the release has already, in their order."""
    return tuple(forecast_accuracy.rounds(door).filter(fiscal_year=fiscal_year)["round"])
