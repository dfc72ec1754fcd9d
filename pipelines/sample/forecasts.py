"""What managers expect the year to end at, round by round, and what they have ordered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.sample import mess
from pipelines.sample.calendar import working_days
from pipelines.sample.organisation import Institution
from pipelines.sample.plan import LAST_YEAR, THOUSAND_KRONER, YEARS, Cell, Plan

GROUPS = {"Løn": "wages", "Drift": "operations", "Indtægt": "income"}
ROUNDS = (("1. budgetopfølgning", 3, 31), ("2. budgetopfølgning", 5, 31), ("3. budgetopfølgning", 9, 30))
_ERROR = {"Løn": (9, 6, 3), "Drift": (15, 10, 5), "Indtægt": (12, 8, 5)}  # per mille; falls through the year


@dataclass(frozen=True)
class Forecast:
    """A unit's expected outturn of one group of accounts in one round. `written` is what the manager typed."""

    year: int
    round: str
    day: date
    unit: Institution
    group: str
    amount: int
    written: int
    entered_by: str
    entered_on: date


@dataclass(frozen=True)
class Commitment:
    """Ordered and not yet booked."""

    cell: Cell
    amount: int
    month: int


def forecasts(plan: Plan) -> list[Forecast]:
    """Every round of every year. The truth of the whole year is known here; managers miss it by habit and chance."""
    found: list[Forecast] = []
    for year in YEARS:
        for place, (name, month, day) in enumerate(ROUNDS):
            stands_at = date(year, month, day)
            for unit in plan.organisation.institutions.values():
                is_missing = (year, name, unit.unit_id) in mess.MISSING_FORECAST
                if unit.profile != "financing" and unit.is_open(year, month) and not is_missing:
                    found += _of_unit(plan, unit, place, stands_at)
    return found


def _of_unit(plan: Plan, unit: Institution, place: int, day: date) -> list[Forecast]:
    year, name = day.year, ROUNDS[place][0]
    habit = plan.organisation.bias[plan.organisation.centre_of(unit.unit_id, day)][place]
    clerk = plan.draws.below(8_000, "users", unit.unit_id) + 137 * 3
    entered_on = _working_day(day + timedelta(days=1 + plan.draws.below(7, "entered", year, place, unit.unit_id)))
    found = []
    for group, outturn in _outturn(plan, unit.unit_id, year).items():
        chance = plan.draws.spread("forecast", year, place, unit.unit_id, group) * _ERROR[group][place] // 1000
        error = chance + (habit if group != "Indtægt" else 0)
        amount = (outturn + abs(outturn) * error // 1000) // THOUSAND_KRONER * THOUSAND_KRONER
        is_slip = (year, name, unit.unit_id, GROUPS[group]) == mess.FORECAST_IN_THOUSANDS
        written = amount // 1000 if is_slip else amount
        found.append(Forecast(year, name, day, unit, group, amount, written, f"HAV{clerk:04}", entered_on))
    return found


def _working_day(day: date) -> date:
    while day.day not in working_days(day.year, day.month):
        day += timedelta(days=1)
    return day


def _outturn(plan: Plan, unit_id: str, year: int) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for place in plan.cells_of(unit_id):
        cell = plan.cells[place]
        if cell.budget_type in ("1", "2"):
            sums[cell.account.group] += int(plan.actual[place, YEARS.index(year)].sum())
    return dict(sums)


def commitments(plan: Plan, known_to: int) -> list[Commitment]:
    """Operating orders of the last year not yet booked at the end of month `known_to`: a part of the coming months'."""
    found = []
    for place, cell in enumerate(plan.cells):
        if cell.account.booked != "invoice" or cell.capital:
            continue
        for month in range(known_to + 1, min(known_to + 3, 13)):
            names = (month, *cell.names)
            share = 25 + plan.draws.below(55, "ordered", *names)
            amount = int(plan.actual[place, YEARS.index(LAST_YEAR), month - 1]) * share // 100
            if amount > 1_000_000 and plan.draws.below(100, "orders", *names) < 55:
                found.append(Commitment(cell, amount, month))
        credit = -amount // 20 if (amount := int(plan.actual[place, -1, known_to - 1])) > 400_000_000 else 0
        if credit:
            found.append(Commitment(cell, credit, min(known_to + 1, 12)))
    return found
