"""The rows that a forecast round begins with in the little municipality: elm_school has moved, foster has closed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.pages.page_followup_rows import GROUP_SHARE, group_row
from tests.pages.page_municipality import LAST_PERIOD, LEAVES, NAMES, YEAR, path

MOVED_BY, CLOSED_ON = date(YEAR, 10, 31), date(YEAR, 10, 15)
STATISTICAL_OFF = Decimal(1_234)


def proposal_row(unit_id: str, group: str) -> dict[str, Any]:
    name, kind, parent = NAMES[unit_id]
    figures = group_row("today", "with_carry_over", YEAR, LAST_PERIOD, unit_id, group)
    return {
        "fiscal_year": YEAR,
        "period": LAST_PERIOD,
        "is_closed_year": False,
        "unit_id": unit_id,
        "unit_name": name,
        "unit_kind": kind,
        "centre_id": parent,
        "centre_name": NAMES[parent or ""][0],
        "unit_path": path(unit_id),
        "sort_order": list(NAMES).index(unit_id),
        "given_for_unit_id": unit_id,
        "account_group": group,
        "revised_dkk": figures["revised_dkk"],
        "actual_dkk": figures["actual_dkk"],
        "run_rate_forecast_dkk": figures["run_rate_forecast_dkk"],
        "statistical_forecast_dkk": figures["run_rate_forecast_dkk"] + STATISTICAL_OFF,
        "statistical_data_until": f"{YEAR}-09",
        "last_forecast_dkk": None if unit_id == "care_home" else figures["forecast_dkk"],
        "last_round": None if unit_id == "care_home" else "BO3",
        "last_round_date": None if unit_id == "care_home" else date(YEAR, 9, 30),
        "moved_by": MOVED_BY if unit_id == "elm_school" else None,
        "former_centre_name": NAMES["south"][0] if unit_id == "elm_school" else None,
        "closed_on": CLOSED_ON if unit_id == "foster" else None,
    }


def round_tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """Every table of the forecast round, with its scope."""
    rows = [proposal_row(unit_id, group) for unit_id in LEAVES for group in GROUP_SHARE]
    return {"forecast_round__proposal": ("unit_today", rows)}
