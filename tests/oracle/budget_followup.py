"""The budget follow-up once more, in slow plain Python and exact fractions: the marts must agree to the øre.

Metrics, section 1. Nothing here is shared with the SQL. Amounts are whole øre, kept as int.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from tests.oracle.organisation import ROOT, Organisation, Row

WITH, WITHOUT = "with_carry_over", "without_carry_over"
EVEN = [Fraction(month, 12) for month in range(1, 13)]
KINDS = ("adopted", "supplementary", "virement", "technical_correction", "carry_over")


def oere(text: str | None) -> int:
    return int(Decimal(text or 0) * 100)


def rounded(amount: Fraction) -> int:
    """Half an øre goes away from zero."""
    whole = (2 * abs(amount.numerator) + amount.denominator) // (2 * amount.denominator)
    return whole if amount >= 0 else -whole


def last_day(year: int, period: int) -> date:
    month = min(period, 12)
    return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True)
class Place:
    """Where money lands in a year: unit, account and function ('' where there is none)."""

    unit_id: str
    account: str
    function_code: str


@dataclass
class Money:
    """Budget lines and postings of one place in one year."""

    lines: list[Row] = field(default_factory=list)
    booked: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    booked_last_year: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    committed: int = 0


@dataclass
class Figures:
    """What one place, or all places below a unit, amount to as of a period."""

    kinds: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    revised: int = 0
    phased: int = 0
    by_basis: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    actual: int = 0
    committed: int = 0
    run_rate: int | None = None
    last_year_actual: int = 0
    last_year_outturn: int = 0

    def add(self, other: Figures) -> None:
        for kind, amount in other.kinds.items():
            self.kinds[kind] += amount
        for basis, amount in other.by_basis.items():
            self.by_basis[basis] += amount
        for name in ("revised", "phased", "actual", "committed", "last_year_actual", "last_year_outturn"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


class BudgetFollowup:
    """Every figure of the budget follow-up, computed from raw rows as dictionaries of text."""

    def __init__(self, raw: Mapping[str, Iterable[Row]], *, act_share: str, act_dkk: str, watch_factor: str) -> None:
        self.organisation = Organisation(raw["organisation"])
        self.accounts = {row["account"]: row for row in raw["account"]}
        self.postings = [row for row in raw["posting"] if (row["budget_type"] or "1") in "12"]
        self.lines = [row for row in raw["budget_line"] if (row["budget_type"] or "1") in "12"]
        self.forecasts = [row for row in raw["forecast"] if not _is_hindsight(row)]
        self.commitments = list(raw["commitment"])
        self.limits = Fraction(act_share), Fraction(act_dkk) * 100, Fraction(watch_factor)
        self.booked: dict[tuple[int, int, str, str, str], int] = defaultdict(int)
        for row in self.postings:
            year, period = self._when(row)
            self.booked[year, period, row["cost_centre"], row["account"], row["function_code"] or ""] += oere(
                row["amount"]
            )
        self.periods = self._periods()
        posted_years = {year for year, *_ in self.booked}
        self.latest = max(
            (last_day(*key) for key in self.periods if key[0] in posted_years or not posted_years), default=date.max
        )
        self.complete_years = {
            year
            for year in {key[0] for key in self.booked}
            if len({min(key[1], 12) for key in self.booked if key[0] == year}) == 12
        }
        self.money = {year: self._money(year) for year in {year for year, _ in self.periods}}
        self.seasons = {year: self._seasons(year) for year in self.money}

    # What is given

    @staticmethod
    def _when(row: Row) -> tuple[int, int]:
        """Fiscal year and period of a posting; closing entries are period 13."""
        day = date.fromisoformat(row["posting_date"] or "")
        period = int(row["period"]) if row["period"] else None
        if row["fiscal_year"]:
            year = int(row["fiscal_year"])
        else:
            year = day.year - (1 if period is not None and period >= 13 and day.month <= 6 else 0)
        if period is None:
            period = day.month if day.year == year else (13 if day.year > year else 1)
        return year, min(max(period, 1), 13)

    def _periods(self) -> list[tuple[int, int]]:
        years = {year for year, *_ in self.booked}
        last = {year: max(key[1] for key in self.booked if key[0] == year) for year in years}
        posted = [
            (year, period)
            for year in years
            for period in range(1, (last[year] if year == max(years) else max(last[year], 12)) + 1)
        ]
        budgeted = {int(row["fiscal_year"] or 0) for row in self.lines}
        return sorted([*posted, *((year, 12) for year in budgeted - years)])

    def _reference_day(self, year: int) -> date:
        return min(date(year, 12, 31), self.latest)

    def cost_type(self, account: str) -> str:
        row = self.accounts.get(account)
        first = account[0] if account[0].isdigit() else "unknown"
        return (row["cost_type"] if row else None) or first

    def account_group(self, account: str) -> str:
        row = self.accounts.get(account)
        by_type = {"1": "wages", "7": "income", "8": "income"}
        return (row["account_group"] if row else None) or by_type.get(self.cost_type(account), "operations")

    def landing(self, cost_centre: str, year: int) -> str:
        return _landing(self.organisation, cost_centre, self._reference_day(year))

    def _money(self, year: int) -> dict[Place, Money]:
        """This year's money where it lands, and last year's where it would land now."""
        money: dict[Place, Money] = defaultdict(Money)
        for row in self.lines:
            if int(row["fiscal_year"] or 0) == year:
                money[self._place(row, year)].lines.append(row)
        for row in self.commitments:
            if int(row["fiscal_year"] or 0) == year:
                money[self._place(row, year)].committed += oere(row["amount"])
        for (booked_year, period, cost_centre, account, function_code), amount in self.booked.items():
            place = Place(self.landing(cost_centre, year), account, function_code)
            if booked_year == year:
                money[place].booked[period] += amount
            if booked_year == year - 1:
                money[place].booked_last_year[period] += amount
        return dict(money)

    def _place(self, row: Row, year: int) -> Place:
        return Place(self.landing(row["cost_centre"] or "", year), row["account"] or "", row["function_code"] or "")

    # Seasons

    def _seasons(self, year: int) -> dict[tuple[str, str, str], list[Fraction]]:
        """(level, unit or centre, cost type) -> the part of the year that is over after 1, 2 … 12 months."""
        day = self._reference_day(year)
        sums: dict[tuple[str, str, str], dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
        for (booked_year, period, cost_centre, account, _), amount in self.booked.items():
            if booked_year not in sorted(y for y in self.complete_years if y < year)[-3:]:
                continue
            unit_id, cost_type = self.landing(cost_centre, year), self.cost_type(account)
            month = booked_year, min(period, 12)
            if self.organisation.opened(unit_id) <= date(booked_year, 1, 1):
                sums["unit", unit_id, cost_type][month] += amount
            centre = _centre(self.organisation, unit_id, day)
            if centre:
                sums["centre", centre, cost_type][month] += amount
            sums["municipality", ROOT, cost_type][month] += amount
        return {
            key: [
                Fraction(sum(amount for (_, month), amount in months.items() if month <= until), sum(months.values()))
                for until in range(1, 13)
            ]
            for key, months in sums.items()
            if len(months) >= 12 and abs(sum(months.values())) >= 10_000_00
        }

    def season(self, year: int, unit_id: str, cost_type: str) -> tuple[str, list[Fraction]]:
        """The level that the season is taken from, and its twelve sums to date."""
        centre = _centre(self.organisation, unit_id, self._reference_day(year))
        for level, owner in (("unit", unit_id), ("centre", centre), ("municipality", ROOT)):
            if owner and (found := self.seasons[year].get((level, owner, cost_type))):
                return level, found
        return "even", EVEN

    # Figures

    def counted(self, line: Row, year: int, period: int, basis: str) -> bool:
        """Whether a budget line is part of the revised budget as of a period."""
        if line["kind"] == "carry_over":
            return basis == WITH
        if line["kind"] == "supplementary" and line["decision_date"]:
            return date.fromisoformat(line["decision_date"]) <= last_day(year, period)
        return True

    def phased(self, year: int, period: int, place: Place, basis: str, month: int) -> int:
        """Phased budget until `month`, as known in `period`."""
        _, to_date = self.season(year, place.unit_id, self.cost_type(place.account))
        lines = [line for line in self.money[year][place].lines if self.counted(line, year, period, basis)]
        own = sum(oere(line["amount"]) for line in lines if line["month"] and int(line["month"]) <= month)
        seasonal = sum(oere(line["amount"]) for line in lines if not line["month"])
        return own + rounded(seasonal * to_date[min(month, 12) - 1])

    def figures(self, year: int, period: int, place: Place, basis: str) -> Figures:
        """Everything about one place as of a period."""
        money = self.money[year][place]
        level, to_date = self.season(year, place.unit_id, self.cost_type(place.account))
        lines = [line for line in money.lines if self.counted(line, year, period, basis)]
        found = Figures()
        for line in money.lines:
            # What was carried in is shown in both bases.
            if self.counted(line, year, period, WITH):
                found.kinds[line["kind"] or ""] += oere(line["amount"])
        found.revised = sum(oere(line["amount"]) for line in lines)
        found.phased = self.phased(year, period, place, basis, period)
        found.by_basis["own"] = abs(sum(oere(line["amount"]) for line in lines if line["month"]))
        found.by_basis[level] += abs(sum(oere(line["amount"]) for line in lines if not line["month"]))
        found.actual = sum(amount for booked, amount in money.booked.items() if booked <= period)
        found.committed = money.committed if period == max(p for y, p in self.periods if y == year) else 0
        weight = to_date[min(period, 12) - 1]
        found.run_rate = rounded(found.actual / weight) if weight >= Fraction(5, 100) else None
        found.last_year_actual = sum(amount for booked, amount in money.booked_last_year.items() if booked <= period)
        found.last_year_outturn = sum(money.booked_last_year.values())
        return found

    # Forecasts

    def round_of(self, year: int, period: int) -> str | None:
        """The latest round dated on or before the last day of the period."""
        dates: dict[str, date] = {}
        for row in self.forecasts:
            if int(row["fiscal_year"] or 0) == year:
                day = date.fromisoformat(row["round_date"] or "")
                dates[row["round"] or ""] = max(day, dates.get(row["round"] or "", day))
        known = [(day, name) for name, day in dates.items() if day <= last_day(year, period)]
        return max(known)[1] if known else None

    def forecasts_of(self, year: int, round_name: str) -> dict[tuple[str, str], int]:
        """(unit, account group) -> forecast; the one entered last counts."""
        latest: dict[tuple[str, str], Row] = {}
        order = lambda row: (row["entered_at"] or "", row["delivery_id"], row["file"], int(row["line"] or 0))  # noqa: E731
        for row in sorted(self.forecasts, key=order):
            if int(row["fiscal_year"] or 0) == year and row["round"] == round_name:
                latest[row["unit_id"] or "", row["account_group"] or ""] = row
        carrying = {place.unit_id for place in self.money[year]}
        found: dict[tuple[str, str], int] = defaultdict(int)
        for (unit_id, group), row in latest.items():
            landing = self.landing(unit_id, year)
            if not landing.endswith("-own") or landing in carrying:
                found[landing, group] += oere(row["amount"])
        return dict(found)

    def status(self, variance: int | None, revised: int) -> str | None:
        if variance is None:
            return None
        share, amount, factor = self.limits
        for word, part in (("act", Fraction(1)), ("watch", factor)):
            if abs(variance) > share * abs(revised) * part and abs(variance) > amount * part:
                return word
        return "on_track"


def _is_hindsight(row: Row) -> bool:
    """Said when the year had ended: that is no forecast."""
    said = max(row["round_date"] or "", (row["entered_at"] or "")[:10])
    return date.fromisoformat(said) > date(int(row["fiscal_year"] or 0), 12, 31)


@cache
def _landing(organisation: Organisation, cost_centre: str, day: date) -> str:
    return organisation.landing(cost_centre, day)


@cache
def _centre(organisation: Organisation, unit_id: str, day: date) -> str | None:
    return organisation.centre(unit_id, day)
