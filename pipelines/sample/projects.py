"""The fictive municipality's capital projects, read from projects.toml beside this file, and their money in øre."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.sample.draws import Draws

ORIGINAL, SUPPLEMENTARY, VIREMENT = "original", "supplementary", "virement"
PRICE_ADJUSTMENT, FINAL_ACCOUNT = "price_adjustment", "final_account"
_MILLION = 100_000_000  # øre
_ROUGHLY = 10_000_000  # forecasts are given in hundreds of thousands of kroner
_KRONER_LEFT = 100_000  # up to so many øre are neither spent nor carried: carry-overs are whole thousands


@dataclass(frozen=True)
class Grant:
    """A decision on the project's whole grant; with a year its money is in that year's allotment too."""

    day: date
    kind: str
    amount: int
    body: str
    case: str
    cover: str
    comment: str
    year: int | None


@dataclass(frozen=True)
class PlanVersion:
    """What was expected of time and cost, as of a day."""

    day: date
    version: str
    start: date
    completion: date
    cost: int
    phase: str
    reason: str

    @property
    def is_approved(self) -> bool:
        return not self.version.startswith("Udkast")


@dataclass(frozen=True)
class ProjectYear:
    """A year's allotment and what became of it. In the running year `actual` is to date and nothing is carried yet.

    `registered` is what the project's own sheet says was spent, `expected` the whole year's true amount.
    """

    year: int
    adopted: int
    supplementary: int
    virement: int
    price_adjustment: int
    carried_in: int
    rephased: int
    actual: int
    registered: int
    expected: int
    requested: int | None
    carried_out: int | None
    months: tuple[int, int]
    comment: str

    @property
    def forecast(self) -> int:
        """What the project's owner expected in the autumn: in finished years too much, of what was then carried on."""
        hoped = self.expected + max(self.carried_out or 0, 0) * 2 // 5
        return (hoped + _ROUGHLY // 2) // _ROUGHLY * _ROUGHLY


@dataclass(frozen=True)
class Project:
    """A project or a yearly pool. `moved`: the day it came to `unit`, and the unit that had it before."""

    project_id: str
    name: str
    unit: str
    moved: tuple[date, str] | None
    project_class: str
    function: str
    kind: str
    phase: str
    quantity: tuple[float, str] | None
    closed: date | None
    grants: tuple[Grant, ...]
    plans: tuple[PlanVersion, ...]
    years: tuple[ProjectYear, ...]

    def wbs_elements(self) -> list[str]:
        """What its postings carry."""
        return [f"{self.project_id}-{step:05}" for step in (1, 2, 3)]


@cache
def load_projects(draws: Draws) -> tuple[Project, ...]:
    """Every project. Chance decides only the last thousand kroner of what a year costs."""
    table = tomllib.loads(Path(__file__).with_name("projects.toml").read_text(encoding="utf-8"))
    return tuple(_project(draws, one) for one in table["project"])


def _project(draws: Draws, one: dict[str, Any]) -> Project:
    grants = tuple(_grant(words) for words in one["grants"])
    return Project(
        project_id=f"XA-000000{one['id']}",
        name=one["name"],
        unit=one["unit"],
        moved=tuple(one["moved"]) if "moved" in one else None,
        project_class=one["class"],
        function=one["function"],
        kind=one.get("kind", "project"),
        phase=one.get("phase", ""),
        quantity=tuple(one["quantity"]) if "quantity" in one else None,
        closed=one.get("closed"),
        grants=grants,
        plans=tuple(
            PlanVersion(day, version, start, completion, _ore(cost), phase, reason)
            for day, version, start, completion, cost, phase, reason in one["plans"]
        ),
        years=_years(draws, one, grants),
    )


def _grant(words: list[Any]) -> Grant:
    day, kind, million, body, case, cover, comment, fiscal_year = words
    return Grant(day, kind, _ore(million), body, case, cover, comment, fiscal_year or None)


def _years(draws: Draws, one: dict[str, Any], grants: tuple[Grant, ...]) -> tuple[ProjectYear, ...]:
    years: list[ProjectYear] = []
    for row in one["years"]:
        before = years[-1].carried_out if years else 0
        years.append(_year(draws, one["id"], row, grants, before or 0))
    return tuple(years)


def _year(draws: Draws, number: str, row: dict[str, Any], grants: tuple[Grant, ...], before: int) -> ProjectYear:
    year = row["year"]

    def given(kind: str) -> int:
        return sum(grant.amount for grant in grants if grant.kind == kind and grant.year == year)

    supplementary, virement, price_adjustment = given(SUPPLEMENTARY), given(VIREMENT), given(PRICE_ADJUSTMENT)
    adopted, rephased = _ore(row["adopted"]), _ore(row.get("rephased", 0))
    carried_in = _ore(row["carried_in"]) if "carried_in" in row else before
    revised = adopted + supplementary + virement + price_adjustment + carried_in + rephased
    rest = draws.below(_KRONER_LEFT, "project", number, year)
    carried_out = requested = None
    if "spent" in row:
        actual = _ore(row["spent"]) + rest
        expected = max(_ore(row["forecast"]), actual)
    else:
        carried_out = _ore(row["out"])
        requested = _ore(row.get("requested", row["out"]))
        spent = revised - carried_out - _ore(row.get("lapsed", 0))
        actual = expected = spent - (rest if spent > _KRONER_LEFT else 0)
    registered = actual + _ore(row.get("register_differs", 0))
    first, last = row.get("months", (1, 12))
    return ProjectYear(
        year, adopted, supplementary, virement, price_adjustment, carried_in, rephased, actual, registered, expected,
        requested, carried_out, (first, last), row.get("comment", ""),
    )  # fmt: skip


def _ore(million: float) -> int:
    """Whole hundreds of kroner."""
    return round(million * 10_000) * (_MILLION // 10_000)
