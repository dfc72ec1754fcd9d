"""Targets as files: the headcounts that they are shared by, and the places filled, department by department."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from pipelines.sample.opus import Report
from pipelines.sample.organisation import OPEN_END, Organisation
from pipelines.sample.plan import LAST_MONTH, LAST_YEAR, Plan
from pipelines.sample.truth import FileTruth, Truth

_COUNTED_ON = date(2025, 1, 1)
_MILLION = 100_000_000  # øre
_KEY = ("Nøgle", "Opgjort pr.", "Enhedsnr.", "Enhed", "Antal")
_COUNTS = ("Emne", "Enhedsnr.", "Afdeling", "Talt den", "Besat", "Bemærkning")
_SUBJECTS = {"wage_subsidy": "Løntilskud", "internship": "Virksomhedspraktik"}
_ENDS = {(2025, 3): 31, (2025, 6): 30, (2025, 9): 30, (2025, 12): 31, (2026, 3): 31, (2026, 6): 30, (2026, 9): 30,
         (2026, 10): 31}  # fmt: skip
_DAYS = tuple(date(year, month, day) for (year, month), day in _ENDS.items())

# How many places are filled at each count; the internships of the last year all but fail.
_FILLED = {"wage_subsidy": (22, 29, 35, 39, 20, 26, 31, 33), "internship": (6, 9, 14, 17, 0, 1, 3, 4)}
_WORDS = {("internship", "231000"): "Jobcentret har ikke fundet egnede kandidater."}


def write_targets(out: Path, plan: Plan, truth: Truth) -> None:
    """Both files into `out`; what they hold goes into `truth`."""
    departments = _departments(plan.organisation)
    path = out / f"fordelingsnoegler_{_COUNTED_ON.year}.csv"
    counted = truth.files[path.name] = FileTruth(path.name, "allocation_keys")
    with path.open("wb") as stream:
        report = Report(stream, counted, _KEY, "utf-8-sig")
        report.header()
        for unit_id, (name, million) in departments.items():
            people = max(6, million * 13 // 10 + plan.draws.below(9, "headcount", unit_id))
            report.rows([["Ansatte", _COUNTED_ON.isoformat(), unit_id, name, str(people)]])
            counted.count(1, 0)
            truth.headcount[unit_id] = people
    path = out / f"maaltal_{LAST_YEAR}_{LAST_MONTH}.csv"
    counted = truth.files[path.name] = FileTruth(path.name, "target_counts")
    with path.open("wb") as stream:
        report = Report(stream, counted, _COUNTS, "utf-8-sig")
        report.header()
        for subject, unit_id, day, places in _counts(plan, truth.headcount):
            words = _WORDS.get((subject, unit_id), "") if day == _DAYS[-1] else ""
            name = departments[unit_id][0]
            report.rows([[_SUBJECTS[subject], unit_id, name, day.isoformat(), str(places), words]])
            counted.count(1, 0)
            truth.places[subject, unit_id, day] = places


def _departments(organisation: Organisation) -> dict[str, tuple[str, int]]:
    """Every department: its name and what it spends a year, m DKK, for want of anybody to count."""
    spent: Counter[str] = Counter()
    for row in organisation.rows:
        if row.kind == "institution" and row.valid_to == OPEN_END:
            spent[row.parent_id] += organisation.institutions[row.unit_id].base
    return {row.unit_id: (row.name, max(0, spent[row.unit_id]) // _MILLION)
            for row in organisation.rows if row.kind == "department"}  # fmt: skip


def _counts(plan: Plan, headcount: Mapping[str, int]) -> Iterator[tuple[str, str, date, int]]:
    """Each place goes to a department by lot, to a large one more often; the same ones at every count of a year."""
    for subject, filled in _FILLED.items():
        for day, places in zip(_DAYS, filled, strict=True):
            lots = sorted(
                ((number, unit_id) for unit_id, people in headcount.items() for number in range(1 + people // 40)),
                key=lambda lot: plan.draws.number("place", subject, day.year, *lot),
            )
            taken = [unit_id for _, unit_id in lots[:places]]
            for unit_id in headcount:
                yield subject, unit_id, day, taken.count(unit_id)
