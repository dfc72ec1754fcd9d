"""The rows of the savings marts for the little municipality: two pools, four measures, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.pages.page_municipality import HOSTILE_TEXT, NAMES, YEAR, path, thousand

AS_OF = date(YEAR, 10, 31)
PROGRAMMES = {"EFF": "Effektivisering", "VEL": "Velfærd"}
ALLOCATED = {("EFF", "north"): 3_000.01, ("EFF", "south"): 1_999.99, ("VEL", "south"): 800}
SUMS = ("target_dkk", "target_to_date_dkk", "realised_dkk", "expected_rest_dkk", "gap_dkk")


@dataclass(frozen=True)
class Measure:
    """A measure of the year, in thousands: what it owes in all and by now, what is saved, and what is expected."""

    name: str
    programme: str
    unit: str
    responsible: str | None
    deadline: date
    status: str | None
    sums: tuple[int, int, int, int]
    statements: tuple[tuple[date, int, str], ...] = ()
    twin: str | None = None


MEASURES = {
    "M1": Measure("Færre vikarer", "EFF", "oak_school", "Skoleleder", date(YEAR, 6, 30), "underway",
                  (1_800, 1_500, 400, 200),
                  ((date(YEAR, 6, 30), 310, "Det går langsomt."), (AS_OF, 400, HOSTILE_TEXT))),
    "M2": Measure("<b>Færre kurser</b>", "EFF", "elm_school", None, date(YEAR, 12, 31), "planned",
                  (600, 500, 0, 300), ((AS_OF, 0, "Ingen har begyndt."),)),
    "M3": Measure("Fælles indkøb", "EFF", "care_home", "Leder", date(YEAR, 3, 31), "done",
                  (1_200, 1_000, 1_010, 190), ((AS_OF, 1_010, "Alle bruger aftalen."),), "M4"),
    "M4": Measure("Fælles  indkøb", "VEL", "care_home", "Leder", date(YEAR, 3, 31), None, (700, 583, 0, 0), (), "M3"),
}  # fmt: skip


def _unit(unit_id: str) -> dict[str, Any]:
    name, kind, parent = NAMES[unit_id]
    return {
        "unit_id": unit_id,
        "unit_name": name,
        "unit_kind": kind,
        "parent_unit_id": parent,
        "level": len(path(unit_id)) - 1,
        "unit_path": path(unit_id),
        "sort_order": list(NAMES).index(unit_id),
    }


def measure_row(measure_id: str, year: int = YEAR) -> dict[str, Any]:
    one = MEASURES[measure_id]
    target, due, saved, rest = one.sums
    newest = one.statements[-1] if one.statements else (None, 0, None)
    return {
        "measure_id": measure_id,
        "fiscal_year": year,
        "measure_name": one.name,
        "programme_id": one.programme,
        "programme_name": PROGRAMMES[one.programme],
        "unit_id": one.unit,
        "unit_name": NAMES[one.unit][0],
        "centre_id": path(one.unit)[1],
        "centre_name": NAMES[path(one.unit)[1]][0],
        "unit_path": path(one.unit),
        "responsible": one.responsible,
        "starts_on": None,
        "deadline": one.deadline,
        "as_of": AS_OF.replace(year=year),
        "target_dkk": thousand(target),
        "target_to_date_dkk": thousand(due),
        "status": one.status,
        "stated_on": newest[0],
        "realised_dkk": thousand(saved),
        "realised_share": saved / due,
        "expected_rest_dkk": thousand(rest) if one.statements else None,
        "gap_dkk": thousand(target - saved - rest),
        "words": newest[2],
        "statement_count": len(one.statements),
        "is_overdue": one.deadline < AS_OF and one.status != "done",
        "is_without_responsible": one.responsible is None,
        "is_without_statement": not one.statements,
        "twin_measure_id": one.twin,
        "delivery_id": "d1",
        "file": "besparelser.xlsx",
        "line": list(MEASURES).index(measure_id) + 4,
    }


def statement_rows() -> Iterator[dict[str, Any]]:
    for measure_id, one in MEASURES.items():
        before = 0
        for number, (day, saved, words) in enumerate(one.statements):
            yield {
                "measure_id": measure_id,
                "fiscal_year": YEAR,
                "programme_id": one.programme,
                "unit_id": one.unit,
                "unit_path": path(one.unit),
                "stated_on": day,
                "status": one.status,
                "realised_dkk": thousand(saved),
                "realised_since_dkk": thousand(saved - before),
                "expected_rest_dkk": thousand(one.sums[3]),
                "words": words,
                "stated_by": "PEJ0042",
                "delivery_id": "d2",
                "file": "status.csv",
                "line": 10 * (list(MEASURES).index(measure_id) + 1) + number,
            }
            before = saved


def unit_row(programme_id: str, unit_id: str, year: int = YEAR) -> dict[str, Any] | None:
    rows = [measure_row(one, year) for one in MEASURES]
    mine = [row for row in rows if unit_id in row["unit_path"] and programme_id in ("all", row["programme_id"])]
    shares = [thousand(amount) for (programme, unit), amount in ALLOCATED.items()
              if unit_id in path(unit) and programme_id in ("all", programme)]  # fmt: skip
    if not mine and not shares:
        return None
    sums = {name: sum((row[name] or Decimal(0) for row in mine), Decimal("0.00")) for name in SUMS}
    due = sums["target_to_date_dkk"]
    return {
        "fiscal_year": year,
        "programme_id": programme_id,
        "programme_name": PROGRAMMES.get(programme_id, "all"),
        **_unit(unit_id),
        "as_of": AS_OF.replace(year=year),
        "allocated_dkk": sum(shares, Decimal("0.00")) if shares else None,
        "unfound_dkk": sum(shares, Decimal("0.00")) - sums["target_dkk"] if shares else None,
        **sums,
        "realised_share": float(sums["realised_dkk"] / due) if due else None,
        "measure_count": len(mine),
        "done_count": sum(row["status"] == "done" for row in mine),
        "dropped_count": 0,
        "overdue_count": sum(row["is_overdue"] for row in mine),
        "without_responsible_count": sum(row["is_without_responsible"] for row in mine),
        "without_statement_count": sum(row["is_without_statement"] for row in mine),
        "listed_twice_count": sum(row["twin_measure_id"] is not None for row in mine),
    }


def part_row(programme_id: str, unit_id: str) -> dict[str, Any]:
    amount, pool = ALLOCATED[programme_id, unit_id], 5_000 if programme_id == "EFF" else 800
    return {
        "allocation": f"pool_{programme_id.lower()}",
        "fiscal_year": YEAR,
        "allocation_order": list(PROGRAMMES).index(programme_id) + 1,
        "title_da": f"Puljen {programme_id}",
        "title_en": f"The pool {programme_id}",
        "programme_id": programme_id,
        **{
            name: value
            for name, value in _unit(unit_id).items()
            if name not in ("unit_kind", "parent_unit_id", "level")
        },
        "key_kind": "service_expenditure" if programme_id == "EFF" else "given",
        "base_year": YEAR if programme_id == "EFF" else None,
        "left_out_names": ["Plejefamilier", "022814 Vintertjeneste"] if programme_id == "EFF" else [],
        "key_number": thousand(amount * 20),
        "key_total": thousand(pool * 20),
        "key_share": amount / pool,
        "exact_part": amount * 1_000 + 0.004,
        "allocated_dkk": thousand(amount),
        "pool_dkk": thousand(pool),
    }


def savings_tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    years = (YEAR, YEAR - 1)
    units = [unit_row(one, unit, year) for year in years for one in ("all", *PROGRAMMES) for unit in NAMES]
    return {
        "savings__unit_year": ("unit_today", [row for row in units if row]),
        "savings__measure_year": ("unit_today", [measure_row(one, year) for year in years for one in MEASURES]),
        "savings__statement": ("unit_today", list(statement_rows())),
        "savings__pool_part": ("unit_today", [part_row(*key) for key in ALLOCATED]),
    }
