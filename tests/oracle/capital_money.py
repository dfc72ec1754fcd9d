"""Capital money once more, in slow plain Python: projects, their years and how old the money is that they carry.

Metrics, section 2. Nothing here is shared with the SQL. Amounts are whole øre, kept as int.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.oracle.budget_followup import BudgetFollowup, last_day, oere
from tests.oracle.organisation import ROOT, UNKNOWN, Organisation, Row

PARTS = ("carried_in", "supplementary", "virement", "price_adjustment", "rephased")


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def given(text: str | None) -> int | None:
    return None if text is None else oere(text)


def origin(row: Row) -> tuple[str, str, int]:
    """Where among the deliveries a row stands: a later one is the newer."""
    return row["delivery_id"] or "", row["file"] or "", int(row["line"] or 0)


@dataclass
class Money:
    """One project in one fiscal year."""

    row: Row | None
    adopted: int = 0
    parts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    actual: int | None = None
    basis: str | None = None
    forecast: int | None = None
    requested: int | None = None
    decided: int | None = None
    carried_out: int | None = None
    ages: tuple[int, int, int] | None = None
    repeats: int | None = None

    @property
    def revised(self) -> int:
        return self.adopted + sum(self.parts.values())

    def ending(self, *, is_closed: bool) -> int | None:
        return self.actual if is_closed else self.forecast


class CapitalMoney:
    """Projects with their years, from raw rows as dictionaries of text."""

    def __init__(self, raw: Mapping[str, Iterable[Row]], followup: BudgetFollowup, built_on: date) -> None:
        self.organisation: Organisation = followup.organisation
        self.today = followup.latest
        self.built_on = built_on
        self.rows = {
            name: list(raw[name]) for name in ("project", "project_plan", "project_appropriation", "project_year")
        }
        self.projects = {row["project_id"] or "" for rows in self.rows.values() for row in rows}
        self.parents = {
            self.organisation.parent(one, self.today)
            for one in self.organisation.rows
            if (row := self.organisation.on(one, self.today)) and row.kind != "cost_centre"
        }
        posted = [key[:2] for key in followup.booked]
        self.newest_period = max(posted)
        self.newest_ledger_month = last_day(*self.newest_period).replace(day=1)
        self.postings = [row for row in raw["posting"] if row["budget_type"] == "3"]
        self.booked: dict[tuple[str, int, int], int] = defaultdict(int)
        for row in self.postings:
            year, period = followup._when(row)
            project_id = self.project_of(row["wbs_element"]) or ""
            self.booked[project_id, year, period] += oere(row["amount"])
        self.years = {key: self._money(*key) for key in self._keys()}
        self._settle()

    # Who and where

    def register(self, project_id: str) -> Row | None:
        """The newest row of the project list that has begun."""
        rows = [row for row in self.rows["project"] if row["project_id"] == project_id]
        begun = [row for row in rows if (day(row["valid_from"]) or date.min) <= self.built_on]
        chosen = begun or rows
        return max(chosen, key=lambda row: ((day(row["valid_from"]) or date.min), origin(row)), default=None)

    def unit(self, project_id: str) -> str:
        row = self.register(project_id)
        unit_id = row["unit_id"] if row else None
        found = self.organisation.on(unit_id, self.today) if unit_id else None
        if found is None:
            return UNKNOWN
        while found.kind == "cost_centre" and self.organisation.parent(found.unit_id, self.today) != ROOT:
            found = self.organisation.on(self.organisation.parent(found.unit_id, self.today), self.today) or found
        return found.unit_id

    def path(self, project_id: str) -> list[str]:
        """From the municipality to the place of the project: beside the units below, where its unit has such."""
        unit_id = self.unit(project_id)
        path = self.organisation.path(unit_id, self.today)
        return [*path, f"{unit_id}-own"] if unit_id in self.parents else path

    def project_of(self, wbs_element: str | None) -> str | None:
        """The longest project number that the element is, or begins with before a hyphen."""
        if wbs_element is None:
            return None
        fitting = [one for one in self.projects if wbs_element == one or wbs_element.startswith(f"{one}-")]
        return max(fitting, key=len, default=None)

    # Years

    def _keys(self) -> set[tuple[str, int]]:
        listed = {(row["project_id"] or "", int(row["fiscal_year"] or 0)) for row in self.rows["project_year"]}
        return listed | {(project_id, year) for project_id, year, _ in self.booked if project_id}

    def _money(self, project_id: str, year: int) -> Money:
        rows = [
            row
            for row in self.rows["project_year"]
            if row["project_id"] == project_id and row["fiscal_year"] == str(year)
        ]
        if not rows:
            return Money(None)
        row = max(rows, key=origin)
        return Money(
            row,
            oere(row["adopted_allotment"]),
            {part: oere(row[part]) for part in PARTS},
            forecast=given(row["forecast"]),
            requested=given(row["carried_out_requested"]),
            decided=given(row["carried_out_decided"]),
        )

    def is_closed(self, year: int) -> bool:
        newest_year, newest_period = self.newest_period
        return year < newest_year or (year == newest_year and newest_period >= 12)

    @property
    def newest_year(self) -> int:
        """The last year with capital money that has begun."""
        known = {year for _, year in self.years} | {year for _, year, _ in self.booked}
        return max(year for year in known if year <= self.newest_period[0])

    def _settle(self) -> None:
        listed = self.rows["project_year"]
        asked = {
            int(row["fiscal_year"] or 0)
            for row in listed
            if row["carried_out_requested"] is not None or row["carried_out_decided"] is not None
        }
        posted = {year for _, year, _ in self.booked}
        spent = posted | {int(row["fiscal_year"] or 0) for row in listed if row["actual"] is not None}
        for (project_id, year), money in self.years.items():
            booked = [
                amount for (one, of_year, _), amount in self.booked.items() if (one, of_year) == (project_id, year)
            ]
            register = given(money.row["actual"]) if money.row else None
            if booked:
                money.actual, money.basis = sum(booked), "ledger"
            elif register is not None:
                money.actual, money.basis = register, "register"
            elif year in spent:
                money.actual, money.basis = 0, "ledger" if year in posted else "register"
            choices = [money.decided, money.requested, 0 if year in asked else None]
            money.carried_out = next((choice for choice in choices if choice is not None), None)
        for project_id in self.projects:
            self._age(project_id)
            self._count_repeats(project_id)

    def of_project(self, project_id: str) -> dict[int, Money]:
        return {year: money for (one, year), money in sorted(self.years.items()) if one == project_id}

    def _age(self, project_id: str) -> None:
        """First in, first out, with every layer of money kept by the year that it was adopted in."""
        layers: dict[int, int] = {}
        last_year: int | None = None
        for year, money in self.of_project(project_id).items():
            if last_year != year - 1:
                layers = {}
            carried_in = max(money.parts["carried_in"], 0)
            held = _newest(layers, carried_in)
            held[year - 1] = held.get(year - 1, 0) + carried_in - sum(held.values())
            own = max(money.revised - money.parts["carried_in"], 0)
            held[year] = own
            wanted = max(money.carried_out or 0, 0)
            layers = _newest(held, wanted)
            layers[year] = layers.get(year, 0) + wanted - sum(layers.values())
            if money.carried_out is not None:
                old = sum(amount for adopted, amount in layers.items() if adopted <= year - 2)
                money.ages = (layers.get(year, 0), layers.get(year - 1, 0), old)
            last_year = year

    def _count_repeats(self, project_id: str) -> None:
        count, last_year = 0, None
        for year, money in self.of_project(project_id).items():
            carries = money.carried_out is not None and money.carried_out > 0
            count = (count + 1 if last_year == year - 1 else 1) if carries else 0
            money.repeats = None if money.carried_out is None else count
            last_year = year


def _newest(layers: dict[int, int], wanted: int) -> dict[int, int]:
    """So much of the layers as is wanted, the newest first."""
    kept = {}
    for year in sorted(layers, reverse=True):
        kept[year] = min(layers[year], wanted - sum(kept.values()))
    return kept


def precision(ending: int | None, adopted: int) -> Fraction | None:
    """Metrics: max(0, 1 - |actual - adopted| / |adopted|)."""
    if ending is None or adopted == 0:
        return None
    return max(Fraction(0), 1 - Fraction(abs(ending - adopted), abs(adopted)))
