"""Forecast accuracy once more, in slow plain Python and exact fractions (metrics, section 3). Amounts are whole øre."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.budget_followup import WITH, BudgetFollowup, last_day, oere
from tests.oracle.organisation import Row

LEVELS = ("account_group", "unit", "centre")


@dataclass
class Expected:
    """What everybody expected of one item, and how it ended; `run_rate` and `statistical` are None where nobody did."""

    adopted: int = 0
    revised: int = 0
    outturn: int = 0
    forecast: int = 0
    run_rate: int | None = None
    run_rate_parts: int = 0
    statistical: int | None = None
    is_missing: bool = False

    def add(self, other: Expected) -> None:
        for name in ("adopted", "revised", "outturn", "forecast", "run_rate_parts"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        if other.run_rate is not None or self.run_rate is not None:
            self.run_rate = self.run_rate_parts
        if other.statistical is not None:
            self.statistical = (self.statistical or 0) + other.statistical

    @property
    def is_anything(self) -> bool:
        return bool(self.forecast or self.outturn or self.revised)


@dataclass(frozen=True)
class Round:
    """A round of a year, as the forecasts have it."""

    year: int
    name: str
    number: int
    day: date

    @property
    def known_period(self) -> int:
        """The last month that had ended on the round's day; 0 before the first."""
        if self.day.year < self.year:
            return 0
        is_last = (self.day + timedelta(days=1)).month != self.day.month
        return self.day.month if is_last else self.day.month - 1


class ForecastAccuracy:
    """Every leaf and account group in every round of every year, from raw rows and the budget follow-up's oracle."""

    def __init__(self, followup: BudgetFollowup, statistical: Iterable[Row]) -> None:
        self.followup = followup
        self.closed = {year for year, _ in followup.periods if date(year, 12, 31) < followup.latest}
        self.statistical: dict[tuple[int, str, str, str], int] = {}
        for row in statistical:
            key = (int(row["fiscal_year"] or 0), row["round"] or "", row["unit_id"] or "", row["account_group"] or "")
            self.statistical.setdefault(key, oere(row["amount"]))
        self.rounds = self._rounds()

    def _rounds(self) -> list[Round]:
        days: dict[tuple[int, str], date] = {}
        for row in self.followup.forecasts:
            key, day = (int(row["fiscal_year"] or 0), row["round"] or ""), date.fromisoformat(row["round_date"] or "")
            days[key] = max(day, days.get(key, day))
        found = []
        for year in sorted({year for year, _ in self.followup.periods}):
            named = sorted((day, name) for (known, name), day in days.items() if known == year)
            found += [Round(year, name, number, day) for number, (day, name) in enumerate(named, start=1)]
        return found

    def last_period(self, year: int) -> int:
        return max(period for known, period in self.followup.periods if known == year)

    def leaves(self, one: Round) -> dict[tuple[str, str], Expected]:
        """(unit where money lands, account group) -> what was expected of it in the round."""
        oracle, last = self.followup, self.last_period(one.year)
        found: dict[tuple[str, str], Expected] = defaultdict(Expected)
        known = (one.year, one.known_period) in oracle.periods
        for place in oracle.money[one.year]:
            leaf = found[place.unit_id, oracle.account_group(place.account)]
            end = oracle.figures(one.year, last, place, WITH)
            leaf.adopted += end.kinds["adopted"]
            leaf.outturn += end.actual
            leaf.revised += sum(
                oere(line["amount"]) for line in oracle.money[one.year][place].lines if _counts(line, one.day)
            )
            if known:
                then = oracle.figures(one.year, one.known_period, place, WITH)
                leaf.run_rate_parts += then.revised if then.run_rate is None else then.run_rate
                if then.run_rate is not None:
                    leaf.run_rate = 0
        given = oracle.forecasts_of(one.year, one.name)
        has_statistics = any(key[:2] == (one.year, one.name) for key in self.statistical)
        for key in [*found, *(key for key in given if key not in found)]:
            leaf = found[key]
            leaf.forecast = given.get(key, leaf.revised)
            leaf.is_missing = key not in given and leaf.revised != 0
            if leaf.run_rate is None:
                leaf.run_rate_parts = leaf.revised
            else:
                leaf.run_rate = leaf.run_rate_parts
            if has_statistics:
                leaf.statistical = self.statistical.get((one.year, one.name, *key), leaf.revised)
        return dict(found)

    def items(self, one: Round, view: str) -> dict[tuple[str, str, str], dict[str, Expected]]:
        """(unit above, level, account group or all) -> item -> what was expected of it."""
        organisation, last = self.followup.organisation, self.last_period(one.year)
        day = last_day(one.year, last) if view == "then" else self.followup.latest
        found: dict[tuple[str, str, str], dict[str, Expected]] = defaultdict(lambda: defaultdict(Expected))
        for (leaf_id, group), leaf in self.leaves(one).items():
            centre = organisation.centre(leaf_id, day) or leaf_id
            for level, item in zip(LEVELS, (f"{leaf_id}~{group}", leaf_id, centre), strict=True):
                for above in organisation.path(leaf_id, day):
                    for wanted in ("all", group):
                        found[above, level, wanted][item].add(leaf)
        return found

    def missing(self, one: Round, view: str) -> dict[tuple[str, str], int]:
        """(unit, account group or all) -> leaves below that have not answered."""
        day = last_day(one.year, self.last_period(one.year)) if view == "then" else self.followup.latest
        silent: dict[tuple[str, str], set[str]] = defaultdict(set)
        for (leaf_id, group), leaf in self.leaves(one).items():
            if leaf.is_missing:
                for above in self.followup.organisation.path(leaf_id, day):
                    silent[above, group].add(leaf_id)
                    silent[above, "all"].add(leaf_id)
        return {key: len(leaves) for key, leaves in silent.items()}


def _counts(line: Row, day: date) -> bool:
    """Whether a budget line was part of the budget on a day: only supplementary ones wait for their decision."""
    if line["kind"] == "supplementary" and line["decision_date"]:
        return date.fromisoformat(line["decision_date"]) <= day
    return True


def wape(items: Iterable[Expected]) -> Fraction | None:
    """Σ|forecast - outturn| / Σ|outturn|; None where nothing was spent."""
    items = list(items)
    outturn = sum(abs(item.outturn) for item in items)
    return Fraction(sum(abs(item.forecast - item.outturn) for item in items), outturn) if outturn else None


def skill(items: Iterable[Expected], naive: str) -> Fraction | None:
    """1 - Σ|forecast - outturn| / Σ|naive - outturn|; None where the naive one is not there or hit to the krone."""
    items = list(items)
    if all(getattr(item, naive) is None for item in items):
        return None
    missed = sum(
        abs((item.revised if getattr(item, naive) is None else getattr(item, naive)) - item.outturn) for item in items
    )
    return 1 - Fraction(sum(abs(item.forecast - item.outturn) for item in items), missed) if missed else None


def composition(items: Iterable[Expected]) -> Fraction | None:
    """PEFA PI-2; None with fewer than two items or where nothing was adopted or spent."""
    items = [item for item in items if item.adopted or item.outturn]
    adopted, outturn = sum(item.adopted for item in items), sum(item.outturn for item in items)
    if len(items) < 2 or not adopted or not outturn:
        return None
    return sum(abs(item.outturn - item.adopted * Fraction(outturn, adopted)) for item in items) / abs(outturn)


def quantile(values: list[Fraction], part: Fraction) -> Fraction:
    """The quantile that lies between the two nearest values in proportion."""
    values = sorted(values)
    place = part * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])
