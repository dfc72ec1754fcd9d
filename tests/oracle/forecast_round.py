"""What a forecast round begins with, once more: from the follow-up's oracle, unit by unit and group by group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from duckdb import DuckDBPyConnection

from tests.oracle.budget_followup import WITH, last_day
from tests.oracle.comparing import dkk
from tests.oracle.forecast_accuracy import ForecastAccuracy
from tests.oracle.organisation import OWN, UNKNOWN
from tests.warehouse.drawn import rows_of


@dataclass
class Proposal:
    """What a unit's account group begins with, in øre."""

    revised: int = 0
    actual: int = 0
    run_rate: int = 0
    has_run_rate: bool = False
    statistical: int | None = None
    last: tuple[str, int] | None = None


def proposals(accuracy: ForecastAccuracy, year: int, period: int) -> dict[tuple[str, str], Proposal]:
    """(unit where money lands, account group) -> its proposal, as of a period of the year."""
    oracle = accuracy.followup
    found: dict[tuple[str, str], Proposal] = defaultdict(Proposal)
    for place in oracle.money[year]:
        one = found[place.unit_id, oracle.account_group(place.account)]
        figures = oracle.figures(year, period, place, WITH)
        one.revised += figures.revised
        one.actual += figures.actual
        one.run_rate += figures.revised if figures.run_rate is None else figures.run_rate
        one.has_run_rate |= figures.run_rate is not None
    named = oracle.round_of(year, period)
    for key in oracle.forecasts_of(year, named) if named else ():
        found[key]  # what has a forecast and no money is asked about too
    for round_ in (one for one in accuracy.rounds if one.year == year):
        for key, amount in oracle.forecasts_of(year, round_.name).items():
            if key in found:
                found[key].last = (round_.name, amount)
        for key, one in found.items():
            one.statistical = accuracy.statistical.get((year, round_.name, *key), one.statistical)
    return found


def moved(accuracy: ForecastAccuracy, year: int, unit_id: str) -> date | None:
    """The last day of the month in which the unit was first seen below another centre than the month before."""
    organisation, last = accuracy.followup.organisation, None
    days = [last_day(*key) for key in accuracy.followup.periods if key[0] == year]
    for before, day in pairwise(days):
        centres = organisation.centre(unit_id, before), organisation.centre(unit_id, day)
        if None not in centres and centres[0] != centres[1]:
            last = day
    return last


def closed(accuracy: ForecastAccuracy, unit_id: str) -> date | None:
    """The last day of the unit's last row, where it has one."""
    rows = accuracy.followup.organisation.rows.get(unit_id.removesuffix(OWN), [])
    last = max((row.last for row in rows), default=date.max)
    return None if last == date.max else last


def proposal_differences(con: DuckDBPyConnection, accuracy: ForecastAccuracy) -> Iterator[str]:
    """Where forecast_round__proposal and the oracle differ."""
    oracle = accuracy.followup
    running = max(year for year, _ in oracle.periods if year not in accuracy.closed)
    for year in (running - 1, running):
        period = max(known for of_year, known in oracle.periods if of_year == year)
        rows = rows_of(con, "select * from marts.forecast_round__proposal where fiscal_year = ?", year)
        found = {(str(row["unit_id"]), str(row["account_group"])): row for row in rows}
        expected = proposals(accuracy, year, period)
        yield from (f"{year} {key}: only in one of them" for key in found.keys() ^ expected.keys())
        for key in found.keys() & expected.keys():
            row, one, unit_id = found[key], expected[key], key[0]
            wanted = {
                "period": period,
                "unit_path": oracle.organisation.path(unit_id, oracle.latest),
                "given_for_unit_id": None if unit_id == UNKNOWN else unit_id.removesuffix(OWN),
                "revised_dkk": dkk(one.revised),
                "actual_dkk": dkk(one.actual),
                "run_rate_forecast_dkk": dkk(one.run_rate) if one.has_run_rate else None,
                "statistical_forecast_dkk": dkk(one.statistical),
                "last_forecast_dkk": dkk(one.last[1]) if one.last else None,
                "last_round": one.last[0] if one.last else None,
                "moved_by": moved(accuracy, year, unit_id),
                "closed_on": closed(accuracy, unit_id),
            }
            for name, value in wanted.items():
                if row[name] != value:
                    yield f"{year} {key} {name}: {row[name]}, expected {value}"
