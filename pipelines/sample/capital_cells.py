"""The projects' money in the ledger: where it lands, and in which months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.sample.chart import Chart
from pipelines.sample.draws import Draws
from pipelines.sample.projects import Project, ProjectYear

_THOUSAND_KRONER = 100_000
_ADVICE = 120  # per mille of a project's money that goes to advisers
_BUILDING = "322020"  # whose cost centre houses are built on
_UNITS = {"022822": "311050", "064552": "412010"}  # function: the unit whose cost centre carries its projects
_CONTRACTORS, _ADVISERS, _LICENCES = "45010000", "49020000", "49030000"


@dataclass(frozen=True)
class CapitalPart:
    """A project's money on one account: `share` of 1000; the main part takes what rounding leaves."""

    project: Project
    unit_id: str
    account: str
    share: int
    is_main: bool

    def adopted(self, year: ProjectYear) -> int:
        """The part's adopted budget in whole thousands of kroner."""
        advice = year.adopted * _ADVICE // 1000 // _THOUSAND_KRONER * _THOUSAND_KRONER
        return year.adopted - advice if self.is_main else advice

    def months(self, draws: Draws, chart: Chart, year: ProjectYear, last_month: int) -> list[int]:
        """Twelve months; what is known to `last_month` is the year's actual, the rest what is expected of it."""
        known = _laid_out(draws, chart, self.project, year, (year.months[0], min(year.months[1], last_month)))
        rest = year.expected - year.actual
        if rest and last_month < 12:
            half = rest // 2
            known[10], known[11] = known[10] + half, known[11] + rest - half
        advice = [amount * _ADVICE // 1000 for amount in known]
        return [amount - part for amount, part in zip(known, advice, strict=True)] if self.is_main else advice


def capital_parts(projects: tuple[Project, ...]) -> Iterator[CapitalPart]:
    """Two parts a project: the builders, or the licences of IT, and the advisers."""
    for project in projects:
        unit_id = _UNITS.get(project.function, _BUILDING)
        main = _LICENCES if project.function == "064552" else _CONTRACTORS
        yield CapitalPart(project, unit_id, main, 1000 - _ADVICE, is_main=True)
        yield CapitalPart(project, unit_id, _ADVISERS, _ADVICE, is_main=False)


def _laid_out(draws: Draws, chart: Chart, project: Project, year: ProjectYear, window: tuple[int, int]) -> list[int]:
    """The year's actual over the window's months, as building goes; the last month takes the rest."""
    first, last = window
    weights = [
        weight * (60 + draws.below(80, "building", project.project_id, year.year, month))
        if first <= month <= last
        else 0
        for month, weight in enumerate(chart.seasons["building"], start=1)
    ]
    months = [year.actual * weight // sum(weights) for weight in weights]
    months[last - 1] += year.actual - sum(months)
    return months
