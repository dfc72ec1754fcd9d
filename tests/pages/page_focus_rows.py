"""The rows of the marts of focus areas for the little municipality: spans that are over, and candidates of two centres.

North has five candidates in the third quarter of 2026, of which four are proposed; the first two have a series over six
quarters. South has one.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.pages.page_municipality import NAMES, path

QUARTERS = ("2025K2", "2025K3", "2025K4", "2026K1", "2026K2", "2026K3")
NEWEST, BEFORE = "2026K3", "2026K2"


def span_rows() -> list[dict[str, Any]]:
    quarters = [_span(name, "quarter", int(name[:4]) * 4 + int(name[5]), 3) for name in QUARTERS]
    halves = [_span(name, "half_year", int(name[:4]) * 2 + int(name[5]), 6) for name in ("2025H2", "2026H1")]
    return [*quarters, *halves, _span("2025", "year", 2026, 12)]


def _span(name: str, kind: str, number: int, months: int) -> dict[str, Any]:
    year, part = int(name[:4]), int(name[5:] or 1)
    last = part * months
    return {
        "span": name,
        "span_kind": kind,
        "fiscal_year": year,
        "part": part,
        "first_period": last - months + 1,
        "last_period": last,
        "last_day": date(year, last, 30 if last in (6, 9) else 31),
        "span_number": number,
        "is_newest": name in (NEWEST, "2026H1", "2025"),
    }


def candidate_rows() -> list[dict[str, Any]]:
    """Every candidate: span by span, best first."""
    found = []
    for number, span in enumerate(QUARTERS):
        grown = Decimal(100_000 * number)
        found += [
            _candidate(span, "north", 1, "expected_overspend", "oak_school", Decimal(31_000_000) + grown, number + 1),
            _candidate(span, "north", 2, "sickness", "north", Decimal("0.05") + Decimal(number) / 1000, number + 1),
        ]
    found += [
        _candidate(NEWEST, "north", 3, "expected_overspend", "foster", Decimal(9_100_000), 1),
        _candidate(NEWEST, "north", 4, "sickness", "elm_school", Decimal("0.03"), 1, role="strength"),
        _candidate(NEWEST, "north", 5, "sickness", "oak_school", Decimal("0.055"), 0, role="to_follow"),
        _candidate(NEWEST, "south", 1, "sickness", "care_home", Decimal("0.07"), 1),
    ]
    return found


def _candidate(
    span: str, centre: str, rank: int, signal: str, unit: str, value: Decimal, row: int, *, role: str = "concern"
) -> dict[str, Any]:
    is_money = signal == "expected_overspend"
    reference = Decimal(30_000_000) if unit == "oak_school" else Decimal(9_000_000)
    reference = reference if is_money else Decimal("0.05")
    severity, materiality, persistence = Decimal("1.800"), Decimal("0.900"), Decimal("1.500")
    return {
        "span": span,
        "span_kind": "quarter",
        "span_number": int(span[:4]) * 4 + int(span[5]),
        "centre_id": centre,
        "centre_name": NAMES[centre][0],
        "unit_path": path(centre),
        "rank": rank,
        "is_proposed": rank <= 4,
        "signal": signal,
        "domain": "finance" if is_money else "staff",
        "role": role,
        "unit_id": unit,
        "subject_kind": "unit",
        "subject_id": unit,
        "subject_name": NAMES[unit][0],
        "unit": "DKK" if is_money else "share",
        "value": value,
        "reference": reference,
        "reference_kind": "budget" if is_money else "municipality",
        "deviation": value - reference,
        "threshold": Decimal(300_000) if is_money else Decimal("0.01"),
        "money_dkk": value - reference if is_money else None,
        "touched_share": None if is_money else Decimal("0.4"),
        "doubtful_share": Decimal(0),
        "spans_in_a_row": row,
        "severity": severity,
        "materiality": materiality,
        "persistence": persistence,
        "freshness": Decimal("1.000"),
        "confidence": Decimal("1.000"),
        "score": severity * materiality * persistence - rank,
    }


def focus_tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    return {
        "focus_areas__span": ("everybody", span_rows()),
        "focus_areas__candidate": ("unit_today", candidate_rows()),
    }
