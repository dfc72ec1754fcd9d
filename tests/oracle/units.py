"""The oracle's figures added up to every unit, in both organisation views, and the course of the year by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.oracle.budget_followup import BudgetFollowup, Figures, Place, last_day

GROUPS = ("wages", "operations", "income")


@dataclass
class GroupFigures:
    """One account group of one unit; `forecast` is None before the first round."""

    sums: Figures = field(default_factory=Figures)
    run_rate_parts: int = 0
    has_run_rate: bool = False
    forecast: int | None = None
    missing_leaves: set[str] = field(default_factory=set)

    @property
    def run_rate(self) -> int | None:
        return self.run_rate_parts if self.has_run_rate else None


@dataclass
class UnitFigures:
    """One unit as of a period: its account groups."""

    groups: dict[str, GroupFigures] = field(default_factory=lambda: defaultdict(GroupFigures))

    @property
    def sums(self) -> Figures:
        total = Figures()
        for group in self.groups.values():
            total.add(group.sums)
        return total

    @property
    def forecast(self) -> int | None:
        given = [group.forecast for group in self.groups.values() if group.forecast is not None]
        return sum(given) if given else None

    @property
    def run_rate(self) -> int | None:
        """Groups without any run rate yet are expected to keep their budget."""
        if not any(group.has_run_rate for group in self.groups.values()):
            return None
        return sum(group.run_rate_parts if group.has_run_rate else group.sums.revised for group in self.groups.values())

    @property
    def missing(self) -> int:
        return len(set().union(*(group.missing_leaves for group in self.groups.values())))


def units(oracle: BudgetFollowup, year: int, period: int, basis: str, view: str) -> dict[str, UnitFigures]:
    """Every unit with money this year or last, or a forecast."""
    day = last_day(year, period) if view == "then" else oracle.latest
    found: dict[str, UnitFigures] = defaultdict(UnitFigures)
    for (leaf, name), group in _leaf_groups(oracle, year, period, basis).items():
        for unit_id in oracle.organisation.path(leaf, day):
            target = found[unit_id].groups[name]
            target.sums.add(group.sums)
            target.run_rate_parts += group.run_rate_parts
            target.has_run_rate |= group.has_run_rate
            target.missing_leaves |= group.missing_leaves
            if group.forecast is not None:
                target.forecast = (target.forecast or 0) + group.forecast
    return dict(found)


def _leaf_groups(oracle: BudgetFollowup, year: int, period: int, basis: str) -> dict[tuple[str, str], GroupFigures]:
    groups: dict[tuple[str, str], GroupFigures] = defaultdict(GroupFigures)
    for place in oracle.money[year]:
        figures = oracle.figures(year, period, place, basis)
        group = groups[place.unit_id, oracle.account_group(place.account)]
        group.sums.add(figures)
        group.run_rate_parts += figures.revised if figures.run_rate is None else figures.run_rate
        group.has_run_rate |= figures.run_rate is not None
    round_name = oracle.round_of(year, period)
    if round_name is None:
        return groups
    given = oracle.forecasts_of(year, round_name)
    for key in [*groups, *(key for key in given if key not in groups)]:
        group = groups[key]
        group.forecast = given.get(key, group.sums.revised)
        if key not in given and group.sums.revised:
            group.missing_leaves.add(key[0])
    return groups


@dataclass(frozen=True)
class Month:
    """Cumulative øre by the end of a month; `actual` is None after the period."""

    phased: int
    actual: int | None
    last_year_actual: int


def months(oracle: BudgetFollowup, year: int, period: int, basis: str, view: str) -> dict[tuple[str, int], Month]:
    """(unit, month) -> the course of the year as known in the period."""
    day = last_day(year, period) if view == "then" else oracle.latest
    sums: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for place in oracle.money[year]:
        path = oracle.organisation.path(place.unit_id, day)
        for month, *amounts in _course(oracle, year, period, basis, place):
            for unit_id in path:
                sums[unit_id, month] = [one + other for one, other in zip(sums[unit_id, month], amounts, strict=True)]
    return {
        key: Month(phased, actual if key[1] <= period else None, before)
        for key, (phased, actual, before) in sums.items()
    }


def _course(
    oracle: BudgetFollowup, year: int, period: int, basis: str, place: Place
) -> Iterator[tuple[int, int, int, int]]:
    money = oracle.money[year][place]
    for month in range(1, 13):
        # Closing entries belong to December: this year once they are booked, last year always.
        until = 13 if month == 12 and period == 13 else month
        until_last_year = 13 if month == 12 else month
        yield (
            month,
            oracle.phased(year, period, place, basis, month),
            sum(amount for booked, amount in money.booked.items() if booked <= until),
            sum(amount for booked, amount in money.booked_last_year.items() if booked <= until_last_year),
        )
