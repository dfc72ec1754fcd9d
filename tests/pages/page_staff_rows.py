"""The staff marts of the little municipality: one institution too small to show, and its sister with it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.pages.page_municipality import HOSTILE_TEXT, LAST_PERIOD, NAMES, YEAR, path

HIDDEN = {"elm_school": "few", "foster": "complementary"}
FTE = {"municipality": 215, "north": 110, "oak_school": 60, "south": 105, "care_home": 105}
SHARE = {"municipality": 52, "north": 71, "oak_school": 83, "south": 34, "care_home": 34}
MONTHS = [(YEAR - 1, month) for month in range(1, 13)] + [(YEAR, month) for month in range(1, LAST_PERIOD + 1)]


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def month_row(unit_id: str, year: int, month: int) -> dict[str, Any]:
    name, kind, parent = NAMES[unit_id]
    shown = unit_id not in HIDDEN
    is_rolling = shown and (year, month) >= (YEAR - 1, 12)
    share = Decimal(SHARE.get(unit_id, 0)).scaleb(-3)
    fte = FTE.get(unit_id)
    is_large = is_rolling and (fte or 0) >= 50
    return {
        "fiscal_year": year,
        "period": month,
        "last_day": _last_day(year, month),
        "is_latest": (year, month) == MONTHS[-1],
        "unit_id": unit_id,
        "unit_name": name,
        "unit_kind": kind,
        "parent_unit_id": parent,
        "centre_id": None,
        "level": len(path(unit_id)) - 1,
        "is_leaf": kind == "institution",
        "unit_path": path(unit_id),
        "sort_order": list(NAMES).index(unit_id),
        "hidden_reason": HIDDEN.get(unit_id),
        "fte": fte if shown else None,
        "sickness_share": float(share) + month / 1000 if shown else None,
        "sickness_12_months_share": float(share) + (month - 10) / 2000 if is_rolling else None,
        "sickness_days_per_fte": float(share) * 250 if is_rolling else None,
        "wage_per_fte_dkk": Decimal(600_000 + SHARE.get(unit_id, 0) * 1000) if is_large else None,
        "payroll_difference_share": (-0.021 if unit_id == "care_home" else 0.001) if is_large else None,
        "frozen_positions": 2 if unit_id in ("municipality", "north", "oak_school") else 0,
        "released_positions": 1 if unit_id in ("municipality", "north", "elm_school") else 0,
        "filled_positions": 3 if unit_id in ("municipality", "south", "care_home") else 0,
        "saved_months": Decimal("7.5") if unit_id in ("municipality", "north", "oak_school") else Decimal(0),
    }


def year_row(unit_id: str) -> dict[str, Any]:
    name, _, parent = NAMES[unit_id]
    few = HIDDEN.get(unit_id) or ("few" if unit_id == "oak_school" else None)
    return {
        "fiscal_year": YEAR - 1,
        "period": 12,
        "unit_id": unit_id,
        "unit_name": name,
        "parent_unit_id": parent,
        "unit_path": path(unit_id),
        "sort_order": list(NAMES).index(unit_id),
        "turnover_hidden_reason": HIDDEN.get(unit_id),
        "spells_hidden_reason": few,
        "turnover_share": None if unit_id in HIDDEN else 0.14,
        "long_sickness_share": None if few else 0.031,
        "short_sickness_share": None if few else 0.019,
    }


def _positions() -> Iterator[dict[str, Any]]:
    kinds = (("frozen", "oak_school", 3), ("frozen", "oak_school", 5), ("released", "elm_school", 4))
    for number, (status, unit_id, month) in enumerate(kinds):
        yield {
            "position_id": f"S-{number}",
            "title": HOSTILE_TEXT if number == 1 else "Lærer",
            "status": status,
            "status_date": date(YEAR, month, 1),
            "vacant_since": date(YEAR, month, 1),
            "dispensation": "Direktionen" if status == "released" else None,
            "unit_id": unit_id,
            "unit_name": NAMES[unit_id][0],
            "unit_path": path(unit_id),
            "sort_order": list(NAMES).index(unit_id),
            "file": "stillinger.xlsx",
            "line": number + 4,
        }


def staff_tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """Every staff table with its scope and rows."""
    rows = [month_row(unit_id, year, month) for year, month in MONTHS for unit_id in NAMES]
    whole = [row for row in rows if row["unit_id"] == "municipality"]
    told = (
        "fiscal_year", "period", "last_day", "is_latest", "sickness_share", "sickness_12_months_share",
        "sickness_days_per_fte",
    )  # fmt: skip
    chosen = {"fewest": 5, "absence_of": "scheduled", "long_spell_days": 30}
    return {
        "staff__unit_month": ("unit_period", rows),
        "staff__unit_year": ("unit_period", [year_row(unit_id) for unit_id in NAMES]),
        "staff__municipality_month": ("everybody", [{name: row[name] for name in told} | chosen for row in whole]),
        "staff__position": ("unit_today", list(_positions())),
    }
