"""The capital projects of the little municipality, in millions of DKK, all different.

WING  Egeskolen, ny fløj          north   two years late, carries for the second year, over by 2.4
ROAD  Omfartsvej ved Åbrinken     south   on time, 7.3 over
BATH  a name that tries HTML      north   spends without a project appropriation
HOMES Ældreboliger                south   completed, its final account is missing
POOL  Pulje til legepladser       north   a yearly pool, on track
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.pages.page_municipality import NAMES, path

HOSTILE_PROJECT = "<img src=x onerror=alert(2)>**Havnebad**"
THIS_YEAR = 2026


@dataclass(frozen=True)
class Project:
    """A project as it stands; amounts in millions."""

    name: str
    unit: str
    kind_of: str
    phase: str
    original: float | None
    supplementary: float
    expected: float | None
    spent: float
    statuses: tuple[str, str, str]  # money, phasing, time
    first_completion: date | None
    completion: date | None
    slip: int | None
    allotment: float
    actual: float
    forecast: float | None
    phasing: float | None
    per_unit: float | None
    median: float | None
    comparable: int
    repeats: int


PROJECTS = {
    "WING": Project("Egeskolen, ny fløj", "oak_school", "Skole", "construction", 60.0, 4.5, 66.9, 31.2,
                    ("watch", "act", "act"), date(2025, 8, 1), date(2027, 8, 1), 24, 40.3, 18.4, 26.2, 0.655,
                    27_875.0, 24_100.0, 4, 2),
    "ROAD": Project("Omfartsvej ved Åbrinken", "care_home", "Vej", "construction", 48.0, 0.0, 55.3, 44.6,
                    ("act", "on_track", "on_track"), date(2026, 11, 15), date(2026, 12, 15), 1, 21.4, 17.9, 21.6, 0.97,
                    None, None, 0, 0),
    "BATH": Project(HOSTILE_PROJECT, "elm_school", "Fritid", "planning", None, 0.0, 8.7, 1.9,
                    ("act", "unknown", "unknown"), None, None, None, 0.0, 1.9, None, None, 3_100.0, None, 2, 0),
    "HOMES": Project("Ældreboliger", "care_home", "Ældre", "completed", 33.0, 1.2, 34.1, 34.1,
                     ("on_track", "on_track", "watch"), date(2025, 3, 1), date(2025, 9, 1), 6, 0.0, 0.0, 0.0, None,
                     19_400.0, 20_300.0, 3, 0),
    "POOL": Project("Pulje til legepladser", "north", "Dagtilbud", "construction", 2.1, 0.1, 2.2, 1.4,
                    ("on_track", "on_track", "unknown"), None, None, None, 2.3, 1.4, 2.25, 0.98, None, None, 0, 0),
}  # fmt: skip
ONGOING = [key for key, one in PROJECTS.items() if one.phase != "completed"]


@dataclass(frozen=True)
class Year:
    """A project's year in millions: how the allotment came about, and what became of it."""

    project: str
    year: int
    adopted: float
    carried_in: float
    supplementary: float
    virement: float
    price: float
    actual: float
    asked: float | None
    decided: float | None
    ages: tuple[float, float, float]
    repeats: int

    @property
    def revised(self) -> float:
        return self.adopted + self.carried_in + self.supplementary + self.virement + self.price


YEARS = [
    Year("WING", 2024, 25.0, 0.0, 0.0, 0.0, 0.4, 7.6, 17.0, 17.0, (17.0, 0.0, 0.0), 1),
    Year("WING", 2025, 15.0, 17.0, 0.0, 1.1, 0.0, 5.2, 28.5, 27.9, (16.1, 11.8, 0.0), 2),
    Year("WING", 2026, 12.4, 27.9, 0.0, 0.0, 0.0, 18.4, None, None, (0.0, 0.0, 0.0), 0),
    Year("ROAD", 2025, 20.0, 0.0, 6.3, 0.0, 0.0, 30.4, -4.1, -4.1, (-4.1, 0.0, 0.0), 0),
    Year("ROAD", 2026, 21.4, -3.9, 3.9, 0.0, 0.0, 17.9, None, None, (0.0, 0.0, 0.0), 0),
    Year("BATH", 2026, 0.0, 0.0, 0.0, 0.0, 0.0, 1.9, None, None, (0.0, 0.0, 0.0), 0),
    Year("HOMES", 2025, 9.0, 2.6, 0.0, 0.0, 0.0, 10.7, 0.0, 0.0, (0.0, 0.0, 0.0), 0),
    Year("POOL", 2025, 2.0, 0.0, 0.0, 0.0, 0.0, 1.3, 0.5, 0.5, (0.5, 0.0, 0.0), 1),
    Year("POOL", 2026, 1.8, 0.5, 0.0, 0.0, 0.0, 1.4, None, None, (0.0, 0.0, 0.0), 0),
]


def million(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(round(value * 1_000_000)).quantize(Decimal("0.01"))


def place(unit_id: str) -> dict[str, Any]:
    """Where a row belongs, as every capital mart says it."""
    return {"unit_id": unit_id, "unit_name": NAMES[unit_id][0], "unit_path": path(unit_id)}


def named(project_id: str) -> dict[str, Any]:
    one = PROJECTS[project_id]
    return {"project_id": project_id, "project_name": one.name, **place(one.unit)}


def project_row(project_id: str) -> dict[str, Any]:
    one = PROJECTS[project_id]
    centre = path(one.unit)[1]
    total = None if one.original is None else one.original + one.supplementary
    over = None if total is None or one.expected is None else one.expected - total
    money, phasing, time = one.statuses
    level = None if one.original is None else one.supplementary / one.original
    this_year = [year for year in YEARS if (year.project, year.year) == (project_id, THIS_YEAR)]
    return {
        **named(project_id),
        "centre_id": centre,
        "centre_name": NAMES[centre][0],
        "project_class": one.kind_of,
        "phase": one.phase,
        "kind": "pool" if project_id == "POOL" else "project",
        "is_completed": one.phase == "completed",
        "responsible": "Kommunale Ejendomme",
        "quantity": 2400.0 if one.per_unit else None,
        "quantity_unit": "m²" if one.per_unit else None,
        "original_appropriation_dkk": million(one.original),
        "supplementary_appropriation_dkk": million(one.supplementary),
        "supplementary_appropriation_gross_dkk": million(abs(one.supplementary) + 0.6),
        "total_appropriation_dkk": million(total),
        "supplementary_appropriation_level_share": level,
        "supplementary_appropriation_level_gross_share": None if level is None else level + 0.01,
        "expected_final_cost_dkk": million(one.expected),
        "spent_dkk": million(one.spent),
        "appropriation_variance_dkk": million(over),
        "appropriation_adherence_share": one.expected / total if total and one.expected else None,
        "money_status": money,
        "first_approved_completion_date": one.first_completion,
        "expected_start_date": date(2024, 5, 1) if one.completion else None,
        "expected_completion_date": one.completion,
        "schedule_slip_months": one.slip,
        "time_status": time,
        "fiscal_year": THIS_YEAR,
        "revised_allotment_dkk": million(one.allotment),
        "actual_dkk": million(one.actual),
        "forecast_dkk": million(one.forecast),
        "phasing_precision_share": one.phasing,
        "phasing_status": phasing,
        "cost_per_unit_dkk": None if one.per_unit is None else Decimal(str(one.per_unit)),
        "class_median_cost_per_unit_dkk": None if one.median is None else Decimal(str(one.median)),
        "cost_efficiency_share": one.per_unit / one.median if one.per_unit and one.median else None,
        "comparable_project_count": one.comparable,
        "repeat_carry_over_years": one.repeats,
        "carried_in_dkk": million(sum(year.carried_in for year in this_year)),
        "is_without_appropriation": one.original is None,
        "is_missing_final_account": project_id == "HOMES",
        "plan_version_count": 4 if project_id == "WING" else 0,
    }  # fmt: skip


def year_row(year: Year) -> dict[str, Any]:
    closed = year.year < THIS_YEAR
    out = year.asked if year.decided is None else year.decided
    unused = year.revised - year.actual
    phasing = max(0.0, 1 - abs(year.actual - year.adopted) / year.adopted) if year.adopted else None
    levels = year.carried_in + year.supplementary + year.virement + year.price
    return {
        **named(year.project),
        "project_class": PROJECTS[year.project].kind_of,
        "kind": "pool" if year.project == "POOL" else "project",
        "fiscal_year": year.year,
        "is_closed_year": closed,
        "is_newest_year": year.year == THIS_YEAR,
        "adopted_allotment_dkk": million(year.adopted),
        "carried_in_dkk": million(year.carried_in),
        "supplementary_dkk": million(year.supplementary),
        "virement_dkk": million(year.virement),
        "price_adjustment_dkk": million(year.price),
        "rephased_dkk": million(0),
        "revised_allotment_dkk": million(year.revised),
        "actual_dkk": million(year.actual),
        "actual_basis": "ledger",
        "forecast_dkk": None if closed else million(PROJECTS[year.project].forecast),
        "carried_out_dkk": million(out),
        "carried_out_requested_dkk": million(year.asked),
        "carried_out_decided_dkk": million(year.decided),
        "unused_dkk": million(unused),
        "lapsed_dkk": million(unused - (out or 0)) if closed else None,
        "carry_over_rate_share": out / year.revised if out is not None and year.revised else None,
        "phasing_precision_share": phasing,
        "spent_of_adopted_share": year.actual / year.adopted if year.adopted else None,
        "spent_of_revised_share": year.actual / year.revised if year.revised else None,
        "supplementary_level_share": levels / year.adopted if year.adopted else None,
        "supplementary_level_gross_share": abs(levels) / year.adopted if year.adopted else None,
        "carried_out_age_1_dkk": None if out is None else million(year.ages[0]),
        "carried_out_age_2_dkk": None if out is None else million(year.ages[1]),
        "carried_out_age_3_dkk": None if out is None else million(year.ages[2]),
        "repeat_carry_over_years": None if out is None else year.repeats,
        "comment": "Udbuddet gik om" if (year.project, year.year) == ("WING", 2024) else None,
        "source": "project_year",
        "delivery_id": "d7",
        "file": f"anlaegsaar_{year.year}.csv",
        "line": 100 + 10 * YEARS.index(year),
    }  # fmt: skip


def project_tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """The marts of the projects and their years, with the scope of each."""
    from tests.pages.page_capital_details import detail_tables  # noqa: PLC0415 (they are built from these)

    years = [
        {"fiscal_year": year, "is_closed_year": year < THIS_YEAR, "is_newest_year": year == THIS_YEAR,
         "is_carried_out": year < THIS_YEAR, "is_posted": True}
        for year in (2024, 2025, THIS_YEAR)
    ]  # fmt: skip
    return {
        "capital_projects__project": ("unit_today", [project_row(key) for key in PROJECTS]),
        "capital_projects__project_year": ("unit_today", [year_row(year) for year in YEARS]),
        "capital_projects__year": ("everybody", years),
        **detail_tables(),
    }
