"""Decisions, plans, months, postings and sums of the little municipality's capital projects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.pages.page_capital_rows import ONGOING, PROJECTS, THIS_YEAR, YEARS, Year, million, named, place
from tests.pages.page_municipality import HOSTILE_TEXT, NAMES, path

DECISIONS = (  # day, kind, millions, body, case, cover, comment
    (date(2023, 12, 12), "original", 60.0, "Byrådet", "2023-0771", None, "Anlægsbevilling"),
    (date(2024, 6, 25), "supplementary", 5.1, "Byrådet", "2024-3390", None, "Pilotering"),
    (date(2025, 2, 25), "virement", -0.6, "Økonomiudvalget", "2025-0812", "Pulje til energi", "Solceller"),
)
PLANS = (  # day, version, is approved, completion, expected, phase, slip, change in days, change in millions, reason
    (date(2023, 9, 13), "Udkast", False, date(2025, 6, 1), 58.0, "idea", None, None, None, None),
    (date(2023, 12, 12), "Anlægsbevilling", True, date(2025, 8, 1), 60.0, "design", 0, 61, 2.0, None),
    (date(2024, 10, 29), "BO3 2024", True, date(2026, 8, 1), 64.1, "design", 12, 365, 4.1, "Udbuddet gik om"),
    (date(2025, 10, 28), "BO3 2025", True, date(2027, 8, 1), 66.9, "construction", 24, 365, 2.8, HOSTILE_TEXT),
)


def decision_rows(project_id: str) -> list[dict[str, Any]]:
    running, rows = Decimal(0), []
    for line, (day, kind, amount, body, case_no, cover, comment) in enumerate(DECISIONS, 7):
        running += million(amount) or 0
        rows.append({
            **named(project_id), "decision_date": day, "kind": kind, "amount_dkk": million(amount), "body": body,
            "case_no": case_no, "running_total_dkk": running, "fiscal_year": day.year, "cover": cover,
            "comment": comment,
            "source": "project_appropriation", "delivery_id": "d8", "file": "anlaegsbevillinger.csv", "line": line,
        })  # fmt: skip
    return rows


def plan_rows(project_id: str) -> list[dict[str, Any]]:
    return [
        {
            **named(project_id), "version_number": number, "version": version, "version_date": day,
            "is_approved": approved, "is_first_approved": number == 2, "is_newest": number == len(PLANS),
            "phase": phase, "start_date": date(2024, 5, 1), "completion_date": completion,
            "expected_cost_dkk": million(cost), "cost_change_dkk": million(change), "slip_months": slip,
            "slip_change_days": days, "reason": reason,
            "source": "project_plan", "delivery_id": "d9", "file": "anlaegsplaner.csv", "line": 40 + number,
        }
        for number, (day, version, approved, completion, cost, phase, slip, days, change, reason) in enumerate(PLANS, 1)
    ]  # fmt: skip


def month_rows(project_id: str) -> list[dict[str, Any]]:
    rows = []
    for number in range(40):
        month = date(2024 + number // 12, number % 12 + 1, 1)
        has_come = month <= date(THIS_YEAR, 10, 1)
        rows.append({
            **named(project_id), "month_start": month, "actual_dkk": million(0.9) if has_come else None,
            "actual_to_date_dkk": million(0.9 * (number + 1)) if has_come else None,
            "planned_to_date_dkk": million(min(1.7 * (number + 1), 52.4)),
        })  # fmt: skip
    return rows


def posting_rows(year: Year) -> list[dict[str, Any]]:
    count = 60 if (year.project, year.year) == ("WING", THIS_YEAR) else 2
    return [
        {
            **named(year.project), "fiscal_year": year.year, "period": number % 10 + 1,
            "posting_date": date(year.year, number % 10 + 1, 14), "account": "4500", "account_name": "Entreprenører",
            "voucher": f"88{year.year}{number:03d}", "voucher_line": "1",
            "text": HOSTILE_TEXT if number == 3 else f"Aconto {number}", "supplier_name": "Byg & Bo A/S",
            "invoice_no": f"A{number}", "amount_dkk": Decimal(1_000 * YEARS.index(year) + number) + Decimal("0.75"),
            "source": "posting", "delivery_id": "d1", "file": f"posteringer_{year.year}.csv", "line": 500 + number,
        }
        for number in range(count)
    ]  # fmt: skip


def total_row(unit_id: str, project_class: str) -> dict[str, Any]:
    within = [PROJECTS[key] for key in PROJECTS if unit_id in path(PROJECTS[key].unit)]
    within = [one for one in within if project_class in ("", one.kind_of)]
    ongoing = [one for one in within if one.phase != "completed"]
    original = sum(one.original or 0 for one in ongoing)
    total = original + sum(one.supplementary for one in ongoing)
    expected = sum(one.expected or 0 for one in ongoing)
    missing = sum(key == "HOMES" and PROJECTS[key] in within for key in PROJECTS)
    statuses = {
        f"{name}_{status}_count": sum(one.statuses[place] == status for one in ongoing)
        for place, name in enumerate(("money", "phasing", "time"))
        for status in ("act", "watch")
    }
    return {
        **place(unit_id),
        "project_class": project_class,
        "sort_order": list(NAMES).index(unit_id),
        "level": len(path(unit_id)) - 1,
        "project_count": len(ongoing),
        "completed_count": len(within) - len(ongoing),
        "original_appropriation_dkk": million(original),
        "supplementary_appropriation_dkk": million(total - original),
        "total_appropriation_dkk": million(total),
        "expected_final_cost_dkk": million(expected),
        "appropriation_variance_dkk": million(expected - total),
        "appropriation_adherence_share": expected / total if total else None,
        "spent_dkk": million(sum(one.spent for one in ongoing)),
        "supplementary_appropriation_level_share": (total - original) / original if original else None,
        "supplementary_appropriation_level_gross_share": (total - original + 1.2) / original if original else None,
        "revised_allotment_dkk": million(sum(one.allotment for one in ongoing)),
        "actual_dkk": million(sum(one.actual for one in ongoing)),
        "median_schedule_slip_months": 12.5 if any(one.slip for one in ongoing) else None,
        **statuses,
        "without_appropriation_count": sum(one.original is None for one in ongoing),
        "missing_final_account_count": missing,
    }


def total_rows() -> list[dict[str, Any]]:
    found = []
    for unit_id in NAMES:
        classes = {one.kind_of for one in PROJECTS.values() if unit_id in path(one.unit)}
        found += [total_row(unit_id, name) for name in ["", *sorted(classes)] if classes]
    return found


def detail_tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """What lies below the projects, and the sums over them."""
    assert set(ONGOING) < set(PROJECTS)
    return {
        "capital_projects__plan_version": ("unit_today", plan_rows("WING")),
        "capital_projects__appropriation": ("unit_today", decision_rows("WING")),
        "capital_projects__project_month": ("unit_today", month_rows("WING")),
        "capital_projects__project_posting": ("project", [row for year in YEARS for row in posting_rows(year)]),
        "capital_projects__unit_total": ("unit_today", total_rows()),
    }
