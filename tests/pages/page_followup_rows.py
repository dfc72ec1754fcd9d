"""The rows of the budget follow-up marts for the little municipality."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.pages.page_municipality import (
    FIGURES,
    FIRST_FORECAST,
    LAST_PERIOD,
    LEAVES,
    NAMES,
    STATUS,
    YEAR,
    below,
    path,
    thousand,
)


def _keys(view: str, year: int, period: int, unit_id: str) -> dict[str, Any]:
    name, kind, parent = NAMES[unit_id]
    return {
        "organisation_view": view,
        "fiscal_year": year,
        "period": period,
        "unit_id": unit_id,
        "unit_name": name,
        "unit_kind": kind,
        "parent_unit_id": parent,
        "level": len(path(unit_id)) - 1,
        "is_leaf": unit_id in LEAVES,
        "sort_order": list(NAMES).index(unit_id),
    }


def unit_row(view: str, year: int, period: int, unit_id: str) -> dict[str, Any]:
    centre = path(unit_id)[1] if len(path(unit_id)) > 1 else None
    names = {"centre_id": centre, "centre_name": NAMES[centre][0] if centre else None}
    return {**_keys(view, year, period, unit_id), "unit_path": path(unit_id), **names}


def period_row(year: int, period: int) -> dict[str, Any]:
    last_day = date(year, period, {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(period, 31))
    has_forecast = period >= FIRST_FORECAST and year <= YEAR
    return {
        "fiscal_year": year,
        "period": period,
        "last_day": last_day,
        "is_posted": year <= YEAR,
        "is_budgeted": year >= YEAR - 1,
        "is_latest": (year, period) == (YEAR, LAST_PERIOD),
        "is_closed_year": year < YEAR,
        "forecast_round": "BO3" if has_forecast else None,
    }


def _sums(unit_id: str, basis: str, period: int, year: int = YEAR) -> dict[str, Any]:
    leaves = [FIGURES[leaf] for leaf in below(unit_id)]
    done = Decimal(period) / LAST_PERIOD
    without = thousand(sum(leaf.revised - leaf.carried_in for leaf in leaves))
    revised = thousand(sum(leaf.revised for leaf in leaves)) if basis == "with_carry_over" else without
    phased, actual = (thousand(sum(getattr(leaf, name) for leaf in leaves)) * done for name in ("phased", "actual"))
    actual = actual if year <= YEAR else Decimal("0.00")
    return {
        "revised_dkk": revised,
        "revised_without_carry_over_dkk": without,
        "phased_dkk": phased,
        "actual_dkk": actual,
        "variance_to_date_dkk": actual - phased,
        "spent_share": float(actual / revised) if year >= YEAR - 1 else None,
        "committed_dkk": thousand(sum(leaf.committed for leaf in leaves)),
        "carried_in_dkk": thousand(sum(leaf.carried_in for leaf in leaves)),
        "run_rate_forecast_dkk": thousand(sum(leaf.run_rate for leaf in leaves)),
        "forecast_dkk": thousand(sum(leaf.forecast for leaf in leaves)),
    }


def follow_up_row(view: str, basis: str, year: int, period: int, unit_id: str) -> dict[str, Any]:
    sums = _sums(unit_id, basis, period, year)
    has_forecast = period >= FIRST_FORECAST and year <= YEAR
    variance = sums["forecast_dkk"] - sums["revised_dkk"]
    leaf = FIGURES.get(unit_id)
    return {
        **_keys(view, year, period, unit_id),
        "budget_basis": basis,
        **sums,
        "adopted_dkk": sums["revised_dkk"],
        "supplementary_dkk": Decimal("0.00"),
        "virement_dkk": Decimal("0.00"),
        "remaining_dkk": sums["revised_dkk"] - sums["actual_dkk"] - sums["committed_dkk"],
        "phasing_basis": (leaf.phasing if leaf else "unit") if YEAR - 1 <= year <= YEAR else "even",
        "phasing_estimated_share": 0.25,
        "forecast_round": "BO3" if has_forecast else None,
        "forecast_dkk": sums["forecast_dkk"] if has_forecast else None,
        "forecast_missing_unit_count": (1 if unit_id in ("municipality", "south") else 0) if has_forecast else None,
        "forecast_variance_dkk": variance if has_forecast else None,
        "forecast_variance_share": float(variance / sums["revised_dkk"]) if has_forecast else None,
        "last_year_actual_dkk": sums["actual_dkk"] - 1_000,
        "last_year_outturn_dkk": sums["revised_dkk"] - 2_000,
        "status": (leaf.status if leaf else STATUS[unit_id]) if has_forecast else None,
    }


GROUP_SHARE = {"wages": Decimal("0.75"), "operations": Decimal("0.25"), "income": Decimal("-0.10")}


def group_row(view: str, basis: str, year: int, period: int, unit_id: str, group: str) -> dict[str, Any]:
    whole = follow_up_row(view, basis, year, period, unit_id)
    names = (
        "revised_dkk",
        "phased_dkk",
        "actual_dkk",
        "variance_to_date_dkk",
        "forecast_dkk",
        "forecast_variance_dkk",
        "run_rate_forecast_dkk",
    )
    figures = {name: None if whole[name] is None else whole[name] * GROUP_SHARE[group] for name in names}
    keys = {key: whole[key] for key in ("organisation_view", "budget_basis", "fiscal_year", "period", "unit_id")}
    return {**keys, "account_group": group, **figures, "spent_share": whole["spent_share"], "status": None}


ACCOUNTS = {
    "1110": ("Månedsløn", "wages", "1"),
    "4100": ("Tjenesteydelser", "operations", "4"),
    "7100": ("Forældrebetaling", "income", "7"),
}


def account_row(basis: str, year: int, period: int, unit_id: str, account: str) -> dict[str, Any]:
    name, group, cost_type = ACCOUNTS[account]
    figures = group_row("today", basis, year, period, unit_id, group)
    kept = (
        "budget_basis",
        "fiscal_year",
        "period",
        "unit_id",
        "account_group",
        "revised_dkk",
        "phased_dkk",
        "actual_dkk",
        "variance_to_date_dkk",
        "spent_share",
        "run_rate_forecast_dkk",
    )
    return {
        **{key: figures[key] for key in kept},
        "account": account,
        "account_name": name,
        "cost_type": cost_type,
        "function_code": "032201",
        "function_name": "Folkeskoler",
        "phasing_basis": FIGURES[unit_id].phasing,
        "weight_to_date_share": 0.83,
        "committed_dkk": Decimal("0.00"),
        "remaining_dkk": figures["revised_dkk"] - figures["actual_dkk"],
        "last_year_actual_dkk": figures["actual_dkk"] - 500,
        "posting_count": 7 * period,
        "budget_line_count": 2,
    }


def month_row(view: str, year: int, period: int, unit_id: str, month: int) -> dict[str, Any]:
    sums, without = (_sums(unit_id, basis, LAST_PERIOD) for basis in ("with_carry_over", "without_carry_over"))
    return {
        "organisation_view": view,
        "fiscal_year": year,
        "period": period,
        "unit_id": unit_id,
        "month": month,
        "phased_dkk": (sums["phased_dkk"] / 10 * month).quantize(Decimal("0.01")),
        "phased_without_carry_over_dkk": (without["phased_dkk"] / 10 * month).quantize(Decimal("0.01")),
        "actual_dkk": (sums["actual_dkk"] / 10 * month).quantize(Decimal("0.01")) if month <= period else None,
        "last_year_actual_dkk": (sums["actual_dkk"] / 11 * month).quantize(Decimal("0.01")),
    }


def driver_rows(view: str, basis: str, year: int, period: int, unit_id: str) -> list[dict[str, Any]]:
    keys = {"organisation_view": view, "budget_basis": basis, "fiscal_year": year, "period": period, "unit_id": unit_id}
    children = [child for child, (_, _, parent) in NAMES.items() if parent == unit_id]
    rows = []
    for kind, column in (("forecast", "forecast_variance_dkk"), ("to_date", "variance_to_date_dkk")):
        parts = [(NAMES[c][0], c, follow_up_row(view, basis, year, period, c)[column]) for c in children]
        parts = sorted((part for part in parts if part[2] is not None), key=lambda part: -abs(part[2]))
        if not parts:
            continue
        first, second = parts[0], parts[1] if len(parts) > 1 else (None, None, None)
        rows.append(
            {
                **keys,
                "variance_kind": kind,
                "driver_kind": "unit",
                "first_driver_id": first[1],
                "first_driver_name": first[0],
                "first_driver_dkk": first[2],
                "second_driver_id": second[1],
                "second_driver_name": second[0],
                "second_driver_dkk": second[2],
                "rest_driver_count": len(parts[2:]),
                "rest_dkk": sum((part[2] for part in parts[2:]), Decimal("0.00")) if parts[2:] else None,
            }
        )
    return rows
