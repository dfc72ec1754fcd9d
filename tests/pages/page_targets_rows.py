"""The rows of the target marts for the little municipality: two subjects over the four institutions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.pages.page_municipality import HOSTILE_TEXT, LEAVES, NAMES, YEAR, below, path

TITLES = {"intern": ("Virksomhedspraktik", "Internships"), "subsidy": ("Løntilskud", "Wage-subsidy places")}
HEADCOUNT = {"oak_school": 48, "elm_school": 36, "foster": 12, "care_home": 104}
PLACES = {"intern": {"oak_school": 24, "elm_school": 18, "foster": 6, "care_home": 52},
          "subsidy": {"oak_school": 11, "elm_school": 9, "foster": 3, "care_home": 24}}  # fmt: skip
DAYS = (date(YEAR, 3, 31), date(YEAR, 10, 31))
FILLED = {
    "intern": {"oak_school": (0, 1), "elm_school": (0, 0), "foster": (0, 0), "care_home": (1, 3)},
    "subsidy": {"oak_school": (9, 11), "elm_school": (5, 9), "foster": (2, 3), "care_home": (20, 26)},
}


def unit_row(subject: str, unit_id: str, year: int) -> dict[str, Any]:
    name, kind, parent = NAMES[unit_id]
    leaves = below(unit_id)
    target, key = sum(PLACES[subject][leaf] for leaf in leaves), sum(HEADCOUNT[leaf] for leaf in leaves)
    actual = sum(FILLED[subject][leaf][-1] for leaf in leaves) if year == YEAR else None
    return {
        "subject": subject,
        "fiscal_year": year,
        "title_da": TITLES[subject][0],
        "title_en": TITLES[subject][1],
        "key_kind": "headcount",
        "unit_id": unit_id,
        "unit_name": name,
        "unit_kind": kind,
        "parent_unit_id": parent,
        "level": len(path(unit_id)) - 1,
        "unit_path": path(unit_id),
        "sort_order": list(NAMES).index(unit_id),
        "has_own_target": unit_id in LEAVES,
        "key_number": key,
        "key_share": key / 200,
        "exact_places": key / 2 if subject == "intern" else key * 47 / 200,
        "target_places": target,
        "counted_on": DAYS[-1] if year == YEAR else None,
        "actual_places": actual,
        "attainment_share": None if actual is None else actual / target,
        "missing_places": None if actual is None else target - actual,
    }


def count_rows() -> Iterator[dict[str, Any]]:
    for subject, filled in FILLED.items():
        for number, day in enumerate(DAYS):
            for place, unit_id in enumerate(NAMES):
                is_leaf = unit_id in LEAVES
                yield {
                    "subject": subject,
                    "fiscal_year": YEAR,
                    "counted_on": day,
                    "unit_id": unit_id,
                    "unit_path": path(unit_id),
                    "sort_order": place,
                    "places": sum(filled[leaf][number] for leaf in below(unit_id)),
                    "words": HOSTILE_TEXT if is_leaf and number else None,
                    "delivery_id": "d3" if is_leaf else None,
                    "file": "maaltal.csv" if is_leaf else None,
                    "line": 10 * number + place if is_leaf else None,
                }


def targets_tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    rows = [unit_row(subject, unit_id, year) for year in (YEAR, YEAR + 1) for subject in TITLES for unit_id in NAMES]
    return {
        "targets__unit_year": ("unit_today", rows),
        "targets__unit_count": ("unit_today", list(count_rows())),
    }
