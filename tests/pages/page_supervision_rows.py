"""The rows of the marts of supervision for the little municipality: four atypical postings with five reasons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.pages.page_line_rows import posting_row
from tests.pages.page_municipality import NAMES, YEAR, path

ITEMS = """
[[lists.items]]
name = "budget"
text = { da = "Jeg *kan* forklare <b>afvigelserne</b>", en = "I *can* explain <b>the variances</b>" }

[[lists.items]]
name = "cash"
text = { da = "Kassen er afstemt", en = "The cash is reconciled" }
"""
LIST = f"""
begins = 2026-09-01
deadline_days = 1

[[lists]]
name = "institution"
unit_kinds = ["institution"]
sample_size = 3
{ITEMS}
[[lists]]
name = "centre"
unit_kinds = ["centre"]
frequency = "quarterly"
sample_size = 2
{ITEMS}
"""
"""The municipality's supervision.toml: institutions every month, centres every quarter, from September 2026 on."""


def reason(rule: str, weight: int, **told: Any) -> dict[str, Any]:
    nothing = {"related_voucher": None, "related_date": None, "compared_dkk": None, "compared_count": None}
    return {"rule": rule, "weight": Decimal(weight), **nothing, **told}


def atypical_rows() -> list[dict[str, Any]]:
    twice = reason("duplicate_invoice", 5, related_voucher="4709", related_date=date(2026, 9, 14))
    alone = reason("same_person", 4)
    found = [
        (posting_row(YEAR, 10, "oak_school", "4100", 0), [twice, alone]),
        (posting_row(YEAR, 10, "foster", "4100", 6), [reason("missing_text", 2, compared_dkk=Decimal(10_000))]),
        (posting_row(YEAR, 9, "elm_school", "4100", 1), [reason("round_amount", 2, compared_dkk=Decimal(10_000))]),
        (posting_row(YEAR, 9, "care_home", "4100", 2), [reason("free_day", 1)]),
    ]
    return [
        {
            **row,
            "registered_by": "HAV1",
            "approved_by": "HAV1" if len(reasons) > 1 else "HAV2",
            "risk_weight": sum(one["weight"] for one in reasons),
            "reasons": reasons,
        }
        for row, reasons in found
    ]


def unit_rows() -> list[dict[str, Any]]:
    cells: dict[tuple[int, str, str], list[tuple[Decimal, Decimal]]] = {}
    for row in atypical_rows():
        told = [(one["rule"], one["weight"]) for one in row["reasons"]]
        for rule, weight in [*told, ("any", row["risk_weight"])]:
            for unit_id in path(row["unit_id"]):
                cells.setdefault((row["period"], unit_id, rule), []).append((row["amount_dkk"], weight))
    return [
        {
            "fiscal_year": YEAR,
            "period": period,
            "unit_id": unit_id,
            "unit_name": NAMES[unit_id][0],
            "unit_path": path(unit_id),
            "sort_order": list(NAMES).index(unit_id),
            "rule": rule,
            "posting_count": len(found),
            "amount_dkk": sum(amount for amount, _ in found),
            "risk_weight": sum(weight for _, weight in found),
        }
        for (period, unit_id, rule), found in cells.items()
    ]


def supervision_tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    return {
        "supervision__atypical": ("unit", atypical_rows()),
        "supervision__atypical_unit": ("unit_period", unit_rows()),
    }
