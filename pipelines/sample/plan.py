"""What the municipality spends: one cell per cost centre, account and function, and its money by year and month.

All amounts are whole øre. A year has 13 periods: twelve months and the closing entries.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.sample.capital_cells import CapitalPart, capital_parts
from pipelines.sample.chart import IRREGULAR, SELLER, Account, Chart, load_chart
from pipelines.sample.draws import Draws
from pipelines.sample.organisation import Institution, Organisation, load_organisation
from pipelines.sample.projects import Project, load_projects

YEARS = (2023, 2024, 2025, 2026)
LAST_YEAR, LAST_MONTH = 2026, 10
PERIODS = 13
THOUSAND_KRONER = 100_000
_LEVEL = {2023: 1000, 2024: 1036, 2025: 1069, 2026: 1098}  # wages and prices
_SOLD = {"97010000": "94010000", "97020000": "94020000"}  # what a seller's account sells: the buyers' account
_FINANCING = (  # account, function, budget type, season, m DKK in 2023
    ("80010000", "076890", "7", "flat", -2_046),
    ("80010000", "076880", "7", "flat", -1_268),
    ("60010000", "075570", "4", "half_yearly", 14),
    ("60020000", "085570", "6", "half_yearly", 61),
    ("90010000", "082205", "5", "flat", -23),
)
_NOISE = {"payroll": 7, "transfer": 6, "journal": 22, "invoice": 85, "internal": 0}


@dataclass(frozen=True)
class Cell:
    """One cost centre × account × function; `base` is its money in 2023. Capital: one part of a project's money."""

    unit: Institution
    cost_centre: str
    account: Account
    function: str
    budget_type: str
    season: str
    base: int
    capital: CapitalPart | None = None

    @property
    def names(self) -> tuple[str, ...]:
        project = (self.capital.project.project_id,) if self.capital else ()
        return self.cost_centre, self.account.code, self.function, *project

    @property
    def is_planned_by_month(self) -> bool:
        """Whether the adopted budget itself says which month: winter, summer on the roads, grants."""
        return self.season in ("winter", "september") or self.account.code == "59010000"


@dataclass(frozen=True)
class Plan:
    """Every cell with its normal budget (cell, year) and its true money (cell, year, period), in øre.

    The last year is whole here; the extracts end with its tenth month.
    """

    draws: Draws
    chart: Chart
    organisation: Organisation
    projects: tuple[Project, ...]
    cells: tuple[Cell, ...]
    budget: NDArray[np.int64]
    actual: NDArray[np.int64]

    def cells_of(self, unit_id: str) -> list[int]:
        return [place for place, cell in enumerate(self.cells) if cell.unit.unit_id == unit_id]


def make_plan(seed: int) -> Plan:
    """The municipality's four years."""
    draws, chart, organisation = Draws(seed), load_chart(), load_organisation()
    projects = load_projects(draws)
    cells = (*_cells(chart, organisation), *_capital_cells(chart, organisation, projects))
    budget = np.zeros((len(cells), len(YEARS)), dtype=np.int64)
    actual = np.zeros((len(cells), len(YEARS), PERIODS), dtype=np.int64)
    for place, cell in enumerate(cells):
        if cell.capital:
            for of_year in cell.capital.project.years:
                column = YEARS.index(of_year.year)
                last_month = LAST_MONTH if of_year.year == LAST_YEAR else 12
                budget[place, column] = cell.capital.adopted(of_year)
                actual[place, column, :12] = cell.capital.months(draws, chart, of_year, last_month)
            continue
        for column, year in enumerate(YEARS):
            if cell.season != SELLER:
                money = _CellYear(draws, chart, cell, year)
                budget[place, column] = money.budget()
                actual[place, column] = money.actual()
    _sell_internally(cells, budget, actual)
    return Plan(draws, chart, organisation, projects, cells, budget, actual)


def _cells(chart: Chart, organisation: Organisation) -> list[Cell]:
    cells: list[Cell] = []
    for unit in organisation.institutions.values():
        profile = chart.profiles[unit.profile]
        net = sum(line.share for _, lines in profile for line in lines) or 1
        for (cost_centre, _), (_, lines) in zip(unit.cost_centres(), profile, strict=True):
            for line in lines:
                base = unit.base * line.share // net
                account = chart.accounts[line.account]
                cells.append(Cell(unit, cost_centre, account, line.function, line.budget_type, line.season, base))
    treasury = organisation.institutions["411090"]
    cost_centre = treasury.cost_centres()[0][0]
    for code, function, budget_type, season, million in _FINANCING:
        base = million * 100_000_000
        cells.append(Cell(treasury, cost_centre, chart.accounts[code], function, budget_type, season, base))
    return cells


def _capital_cells(chart: Chart, organisation: Organisation, projects: tuple[Project, ...]) -> list[Cell]:
    """A part of a project's money each, on the last cost centre of the unit that carries it."""
    cells = []
    for part in capital_parts(projects):
        unit = organisation.institutions[part.unit_id]
        cost_centre = unit.cost_centres()[-1][0]
        account = chart.accounts[part.account]
        cells.append(Cell(unit, cost_centre, account, part.project.function, "3", "building", 0, part))
    return cells


def _sell_internally(cells: tuple[Cell, ...], budget: NDArray[np.int64], actual: NDArray[np.int64]) -> None:
    """What units pay each other inside the house nets to zero, in every period."""
    for place, cell in enumerate(cells):
        if cell.season == SELLER:
            buyers = [other for other, one in enumerate(cells) if one.account.code == _SOLD[cell.account.code]]
            budget[place] = -budget[buyers].sum(axis=0)
            actual[place] = -actual[buyers].sum(axis=0)


@dataclass(frozen=True)
class _CellYear:
    """One cell in one year: how its budget, its pressure and its months come about."""

    draws: Draws
    chart: Chart
    cell: Cell
    year: int

    def budget(self) -> int:
        """The year's budget in whole thousands of kroner; less in a year that the unit opens or closes."""
        weights = self._weights()
        full = self.cell.base * _LEVEL[self.year] // 1000
        share = full * sum(weight for month, weight in weights if self._is_open(month)) // sum(w for _, w in weights)
        return _rounded(share)

    def actual(self) -> list[int]:
        """The true money of 13 periods."""
        cell, weights = self.cell, self._weights()
        full, total = cell.base * _LEVEL[self.year] // 1000, sum(weight for _, weight in weights)
        months = []
        for month, weight in weights:
            if not self._is_open(month) or not weight:
                months.append(0)
                continue
            pressed = full * weight // total * (1000 + self._pressure(month)) // 1000
            months.append(pressed * (1000 + self._noise(month)) // 1000)
        return [*months, self._closing(sum(months))]

    def _is_open(self, month: int) -> bool:
        return self.cell.unit.is_open(self.year, month)

    def _weights(self) -> list[tuple[int, int]]:
        if self.cell.season == IRREGULAR:
            return self._irregular()
        return list(enumerate(self.chart.seasons[self.cell.season], start=1))

    def _irregular(self) -> list[tuple[int, int]]:
        """Five or so months of twelve; never none. July is quiet."""
        bought = [
            (month, 5 + self.draws.below(11, "weight", self.year, month, *self.cell.names))
            if self.draws.below(100, "buys", self.year, month, *self.cell.names) < (10 if month == 7 else 42)
            else (month, 0)
            for month in range(1, 13)
        ]
        return bought if any(weight for _, weight in bought) else [(m, int(m in (3, 11))) for m in range(1, 13)]

    def _pressure(self, month: int) -> int:
        """Spending against the budget, per mille. A ramp rises through the year: less in January, more in December."""
        cell = self.cell
        if cell.account.is_income or cell.account.booked == "internal" or cell.budget_type != "1":
            return 0
        unit = cell.unit
        if unit.pressure is not None:
            pressure = unit.pressure[YEARS.index(self.year)]
        else:
            habit, year = (self.draws.spread("pressure", *name, unit.unit_id) for name in (("unit",), (self.year,)))
            pressure = (habit * 2 + year * 3) // 1000
        return pressure * (36 + 10 * month) // 100 if unit.is_ramp else pressure

    def _noise(self, month: int) -> int:
        size = _NOISE[self.cell.account.booked]
        if abs(self.cell.base) > 800_000_000:  # large purchases are many small ones
            size = min(size, 18)
        return max(-3 * size, self.draws.spread("noise", self.year, month, *self.cell.names) * size // 1000)

    def _closing(self, year_total: int) -> int:
        """Accruals after the year's end, in some of the larger cells."""
        names = ("closing", self.year, *self.cell.names)
        if abs(year_total) < 250_000_000 or self.cell.account.booked == "internal" or self.draws.below(10, *names) < 5:
            return 0
        return abs(year_total) * self.draws.spread("accrual", *names) // 600_000


def _rounded(amount: int) -> int:
    """To whole thousands of kroner."""
    return (amount + THOUSAND_KRONER // 2) // THOUSAND_KRONER * THOUSAND_KRONER
