"""The rows of the data quality marts for the little municipality."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from dashboard.clock import today
from tests.pages.page_municipality import HOSTILE_TEXT, YEAR

TODAY = today("Europe/Copenhagen")
IN_TIME, TOO_LATE = TODAY + timedelta(days=5), TODAY - timedelta(days=5)


def source_rows() -> list[dict[str, Any]]:
    """What everybody sees of a source."""
    return [{name: cell for name, cell in row.items() if not name.endswith("_dkk")} for row in _sources()]


def source_amount_rows() -> list[dict[str, Any]]:
    return [
        {name: cell for name, cell in row.items() if name in {"source", "title"} or name.endswith("_dkk")}
        for row in _sources()
    ]


def _sources() -> list[dict[str, Any]]:
    shared = {
        "owner": "Økonomi og Digitalisering",
        "latest_received_at": datetime(2026, 11, 3, 5, 41),
        "deliveries": 3,
        "has_spec": True,
        "left_out": 2,
        "left_out_amount_dkk": Decimal("0.00"),
    }
    good = {
        **shared,
        "source": "posting",
        "title": "KMD Opus: posteringer",
        "table_name": "posting",
        "latest_file": "posteringer_2026_10.csv",
        "latest_period": "2026-10",
        "expected_by": IN_TIME,
        "is_late": False,
        "lines": 5_127,
        "accepted": 5_120,
        "quarantined": 3,
        "unreadable_amounts": 1,
        "accepted_amount_dkk": Decimal("95690000.00"),
        "quarantined_amount_dkk": Decimal("12450.00"),
        "control_total_dkk": Decimal("95702450.00"),
        "difference_dkk": Decimal("0.00"),
        "reconciles": True,
        "missing_periods": [],
    }
    bad = {
        **good,
        "source": "commitment",
        "title": "Disponeringer",
        "accepted": 88,
        "quarantined": 0,
        "unreadable_amounts": 0,
        "quarantined_amount_dkk": Decimal("0.00"),
        "accepted_amount_dkk": Decimal("635000.00"),
        "control_total_dkk": Decimal("635000.50"),
        "difference_dkk": Decimal("-0.50"),
        "reconciles": False,
        "expected_by": TOO_LATE,  # is_late was judged when the release was built: it has become late since
        "missing_periods": ["2026-07"],
    }
    none = {
        **good,
        "source": "organisation",
        "title": "Organisation",
        "quarantined": 0,
        "unreadable_amounts": 0,
        "control_total_dkk": None,
        "difference_dkk": None,
        "accepted_amount_dkk": None,
        "quarantined_amount_dkk": None,
        "left_out_amount_dkk": None,
        "reconciles": None,
    }
    return [good, bad, none]


def delivery_rows() -> list[dict[str, Any]]:
    return [
        {
            **source,
            "delivery_id": f"d{number}",
            "file": source["latest_file"],
            "received_at": source["latest_received_at"],
            "run_date": date(2026, 11, 2),
            "mode": "period",
            "periods": ["2026-10"],
            "is_in_force": number != 2,
            "replaced_by": None,
            "header_lines": 4,
            "duplicate_count": 1 if number == 1 else 0,
        }
        for number, source in enumerate(_sources(), 1)
    ]


def held_back_rows() -> list[dict[str, Any]]:
    shared = {
        "delivery_id": "d1",
        "source": "posting",
        "title": "KMD Opus: posteringer",
        "file": "posteringer_2026_10.csv",
    }
    return [
        {
            **shared,
            "line": 417,
            "record": f"4711;12.10.2026;{HOSTILE_TEXT};12,3",
            "column_name": "amount",
            "value": "12,3",
            "reason": "not_a_number",
            "amount_dkk": Decimal("12450.00"),
        },
        {
            **shared,
            "line": 902,
            "record": "4712;31.02.2026;;5,00",
            "column_name": "posting_date",
            "value": "31.02.2026",
            "reason": "not_a_date",
            "amount_dkk": None,
        },
    ]


def check_rows() -> list[dict[str, Any]]:
    return [
        {
            "check_name": "posting__has_unit",
            "severity": "warning",
            "sentence": "A posting stands on an unknown unit.",
            "row_count": 4,
        },
        {
            "check_name": "virement__nets_to_zero",
            "severity": "error",
            "sentence": "Virements do not net to zero.",
            "row_count": 0,
        },
    ]


def changed_rows() -> list[dict[str, Any]]:
    shared = {
        "budget_basis": None,
        "fiscal_year": YEAR,
        "period": 9,
        "unit_id": "elm_school",
        "unit_name": "Elmeskolen",
        "unit_kind": "institution",
        "account": None,
        "account_name": None,
        "function_code": None,
        "figure": "actual",
        "before_dkk": Decimal("16400000.00"),
        "after_dkk": Decimal("16479000.00"),
        "change_dkk": Decimal("79000.00"),
        "before_status": None,
        "after_status": None,
        "previous_release": "2026-10-03-1",
    }
    no_kroner = {"figure": "status", "before_dkk": None, "after_dkk": None, "change_dkk": None}
    changed_status = {**shared, **no_kroner, "before_status": "on_track", "after_status": "act"}
    plan = {**shared, **_change("phased", 12_000_000, 50_000)}
    moved = {**shared, **_change("actual", 4_000, -3_000), "account": "41000000", "account_name": "Løn"}
    oak = {"unit_id": "oak_school", "unit_name": "Egeskolen", "period": 8}
    return [
        shared,
        changed_status | {"budget_basis": "with_carry_over"},
        changed_status | {"budget_basis": "without_carry_over"},
        {**shared, **_change("revised", 17_000_000, -1_234_000), "budget_basis": "without_carry_over"},
        plan | {"budget_basis": "with_carry_over"},
        # Another budget, and the same change of it.
        plan | _change("phased", 11_000_000, 50_000) | {"budget_basis": "without_carry_over"},
        moved,
        {**moved, **oak, "figure": "phased", "budget_basis": "with_carry_over"},
    ]


def _change(figure: str, before: int, change: int) -> dict[str, Any]:
    amounts = {"before_dkk": before, "after_dkk": before + change, "change_dkk": change}
    return {"figure": figure, **{name: Decimal(amount) for name, amount in amounts.items()}}


def changed_unit_rows() -> list[dict[str, Any]]:
    shared = {name: changed_rows()[0][name] for name in ("fiscal_year", "period", "unit_id", "unit_name", "unit_kind")}
    shared |= {"changed_accounts": 1, "changed_figures": 1, "previous_release": "2026-10-03-1"}
    return [shared, {**shared, "unit_id": "oak_school", "unit_name": "Egeskolen", "period": 8}]


def correction_rows() -> list[dict[str, Any]]:
    return [
        {
            "source": "posting",
            "title": "KMD Opus: posteringer",
            "delivery_id": "d1",
            "file": "posteringer_2026_10.csv",
            "line": 77,
            "action": "set",
            "column_name": "cost_centre",
            "before_value": "9999",
            "after_value": "1201",
            "amount_change_dkk": Decimal("0.00"),
            "reason": "Omkostningsstedet er nedlagt",
            "reported_to": "Regnskab",
            "corrected_on": date(2026, 11, 2),
        },
        {
            "source": "posting",
            "title": "KMD Opus: posteringer",
            "delivery_id": "d1",
            "file": "posteringer_2026_10.csv",
            "line": 78,
            "action": "set",
            "column_name": "amount",
            "before_value": "9326.00",
            "after_value": "-1234567.50",
            "amount_change_dkk": Decimal("-1243893.50"),
            "reason": "Tastet forkert",
            "reported_to": "Regnskab",
            "corrected_on": date(2026, 11, 2),
        },
    ]
