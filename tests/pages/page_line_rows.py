"""The postings and budget lines of the little municipality."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.pages.page_followup_rows import ACCOUNTS
from tests.pages.page_municipality import HOSTILE_TEXT, LEAVES, YEAR


def posting_row(year: int, period: int, unit_id: str, account: str, number: int) -> dict[str, Any]:
    name, _, _ = ACCOUNTS[account]
    line = LEAVES.index(unit_id) * 10_000 + period * 100 + list(ACCOUNTS).index(account) * 50 + number + 2
    return {
        "unit_id": unit_id,
        "cost_centre": f"cc_{unit_id}",
        "cost_centre_name": "Fælles",
        "fiscal_year": year,
        "period": period,
        "posting_date": date(year, period, 12 + number),
        "account": account,
        "account_name": name,
        "function_code": "032201",
        "function_name": "Folkeskoler",
        "budget_type": "1",
        "voucher": f"47{period:02d}{line}",
        "voucher_line": str(number + 1),
        "amount_dkk": Decimal(line) + Decimal("0.25"),
        "text": HOSTILE_TEXT if number == 6 else f"Regning {line}",
        "supplier_id": "V1" if account == "4100" else None,
        "supplier_name": "Vikarbureauet Nord A/S" if account == "4100" else None,
        "invoice_no": f"F{line}" if account == "4100" else None,
        "kind": "invoice",
        "is_automated": True,
        "is_on_agreement": False,
        "source": "posting",
        "file": f"posteringer_{year}_{period:02d}.csv",
        "line": line,
        "delivery_id": "d1",
    }


def budget_line_rows(unit_id: str) -> list[dict[str, Any]]:
    keys = {
        "unit_id": unit_id,
        "cost_centre": f"cc_{unit_id}",
        "fiscal_year": YEAR,
        "account": "4100",
        "account_name": "Tjenesteydelser",
        "function_code": "032201",
        "budget_type": "1",
        "month": None,
        "source": "budget",
        "file": "budget_2026.csv",
        "delivery_id": "d2",
    }
    adopted = {
        **keys,
        "kind": "adopted",
        "amount_dkk": Decimal("5200000.00"),
        "decision_date": date(2025, 10, 9),
        "body": "Byrådet",
        "case_no": None,
        "cover": None,
        "comment": None,
        "line": 12,
    }
    extra = {
        **adopted,
        "kind": "supplementary",
        "amount_dkk": Decimal("310500.00"),
        "decision_date": date(2026, 3, 12),
        "body": "Økonomiudvalget",
        "case_no": "26/1187",
        "cover": "kassebeholdningen",
        "line": 31,
    }
    later = {
        **extra,
        "amount_dkk": Decimal("98000.00"),
        "decision_date": date(2026, 12, 1),
        "case_no": "26/2290",
        "line": 44,
    }
    return [adopted, extra, later]
