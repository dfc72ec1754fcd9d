"""The rows of the marts of purchases for the little municipality: a year of invoices, agreements and consultants."""

from __future__ import annotations

from typing import Any

from tests.pages.page_municipality import HOSTILE_NAME, LAST_PERIOD, LEAVES, NAMES, YEAR, path, thousand

# A month of each leaf: invoices, of them without a hand; thousands bought, with an agreement, on it, consultants.
MONTHLY = {
    "oak_school": (40, 22, 610, 320, 210, 37),
    "elm_school": (30, 21, 450, 210, 180, 0),
    "foster": (10, 2, 970, 40, 10, 51),
    "care_home": (50, 31, 890, 530, 290, 12),
}
ADVISERS = [(f"R{number}", f"Rådgiver {number}") for number in range(1, 3)]


def unit_row(year: int, period: int, unit_id: str) -> dict[str, Any]:
    leaves = [MONTHLY[leaf] for leaf in LEAVES if unit_id in path(leaf)]
    invoices, automated, bought, category, covered, advice = (sum(part) for part in zip(*leaves, strict=True))
    name, kind, parent = NAMES[unit_id]
    is_first = year == YEAR - 1
    automated = automated * 8 // 10 if is_first else automated
    covered = covered * 9 // 10 if is_first else covered
    return {
        "fiscal_year": year,
        "period": period,
        "unit_id": unit_id,
        "unit_name": name,
        "unit_kind": kind,
        "parent_unit_id": parent,
        "level": len(path(unit_id)) - 1,
        "is_leaf": unit_id in LEAVES,
        "sort_order": list(NAMES).index(unit_id),
        "unit_path": path(unit_id),
        "invoice_count": invoices * period,
        "told_invoice_count": invoices * period,
        "automated_invoice_count": automated * period,
        "automated_invoice_share": automated / invoices,
        "last_year_automated_invoice_share": None if is_first else sum(part[1] for part in leaves) * 8 // 10 / invoices,
        "purchase_dkk": thousand(bought * period),
        "agreement_category_dkk": thousand(category * period),
        "on_agreement_dkk": thousand(covered * period),
        "outside_agreement_dkk": thousand((category - covered) * period),
        "agreement_coverage_share": covered / category,
        "last_year_agreement_coverage_share": None if is_first else sum(p[4] for p in leaves) * 9 // 10 / category,
        "consultant_dkk": thousand(advice * period),
        "last_year_consultant_dkk": None if is_first else thousand(advice * period * 0.8),
        "consultant_share": advice / bought,
    }


def supplier_rows(year: int, period: int, unit_id: str) -> list[dict[str, Any]]:
    figures = unit_row(year, period, unit_id)
    key = {"fiscal_year": year, "period": period, "unit_id": unit_id}
    outside, advice = figures["outside_agreement_dkk"], figures["consultant_dkk"]
    listed = [
        ("outside_agreement", 1, "V1", "Vikarbureauet Nord A/S", 1, 7 * period, outside * 3 / 4),
        ("outside_agreement", 2, "H1", HOSTILE_NAME, 1, 3, outside / 8),
        ("outside_agreement", 26, None, None, 9, 5, outside / 8),
        ("consultant", 1, *ADVISERS[0], 1, 4, advice * 2 / 3),
        ("consultant", 2, None, "Rådgiver uden nummer", 1, 2, advice / 3),
    ]
    names = ("supplier_list", "supplier_rank", "supplier_id", "supplier_name", "supplier_count", "posting_count")
    return [
        {**key, **dict(zip(names, one[:-1], strict=True)), "amount_dkk": thousand(float(one[-1]) / 1000)}
        for one in listed
        if one[-1]
    ]


def purchase_tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    periods = [(year, period) for year, last in ((YEAR, LAST_PERIOD), (YEAR - 1, 12)) for period in range(1, last + 1)]
    units = [unit_row(year, period, unit) for year, period in periods for unit in NAMES]
    rates = ("automated_invoice_share", "agreement_coverage_share", "consultant_share")
    whole = [
        {"fiscal_year": row["fiscal_year"], "period": row["period"], **{name: round(row[name], 3) for name in rates}}
        for row in units
        if row["unit_id"] == "municipality"
    ]
    accounts = [
        {"fiscal_year": year, "account": account, "account_name": name, "has_agreement": has, "is_consultant": not has}
        for year in (YEAR, YEAR - 1)
        for account, name, has in (("4100", "Tjenesteydelser", True), ("4900", "Konsulentydelser", False))
    ]
    return {
        "purchases__unit_period": ("unit_period", units),
        "purchases__municipality_period": ("everybody", whole),
        "purchases__account_year": ("everybody", accounts),
        "purchases__unit_supplier": (
            "unit_period",
            [row for year, period in periods for unit in NAMES for row in supplier_rows(year, period, unit)],
        ),
    }
