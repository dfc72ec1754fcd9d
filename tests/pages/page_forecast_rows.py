"""The rows of the forecast accuracy marts for the little municipality: the rounds of 2024 and 2025, and 2026's third.

Errors are hand-made, in thousands: every leaf misses by its own amount, and elm_school does not get better. Above the
leaves everything is added up; 2024 is twice as wrong as 2025.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.pages.page_municipality import FIGURES, LEAVES, NAMES, YEAR, below, path, thousand

CLOSED = (YEAR - 2, YEAR - 1)
ROUNDS = (("BO1", date(2000, 3, 31)), ("BO2", date(2000, 5, 31)), ("BO3", date(2000, 9, 30)))
# Forecast less outturn, in thousands, round by round of 2025.
ERRORS = {
    "oak_school": (-900, -600, -300),
    "elm_school": (200, 150, 250),
    "foster": (700, 300, 40),
    "care_home": (400, 500, 100),
}
BUDGET_ERRORS = {"oak_school": -1_200, "elm_school": 120, "foster": 400, "care_home": 90}
STATISTICAL_ERRORS = {"oak_school": -500, "elm_school": 90, "foster": -45, "care_home": -210}
PARTS = {"all": Decimal(1), "wages": Decimal("0.75"), "operations": Decimal("0.25")}
LEVELS = ("account_group", "unit", "centre")


def round_rows() -> list[dict[str, Any]]:
    return [
        {
            "fiscal_year": year,
            "round": name,
            "round_number": number,
            "round_date": day.replace(year=year),
            "known_period": day.month,
            "last_period": 12 if year < YEAR else 10,
            "is_closed_year": year < YEAR,
            "is_open": year == YEAR and number == 3,
            "statistical_method": "MSTL",
            "statistical_data_until": f"{year}-{day.month:02d}",
            "is_backtest": True,
        }
        for year in (*CLOSED, YEAR)
        for number, (name, day) in enumerate(ROUNDS, start=1)
    ]


def _unit(unit_id: str) -> dict[str, Any]:
    name, kind, parent = NAMES[unit_id]
    return {
        "unit_id": unit_id,
        "unit_name": name,
        "unit_kind": kind,
        "parent_unit_id": parent,
        "level": len(path(unit_id)) - 1,
        "sort_order": list(NAMES).index(unit_id),
        "is_leaf": unit_id in LEAVES,
    }


def _items(unit_id: str, level: str) -> list[list[str]]:
    """The leaves in each item; account groups miss as their unit does, each by its part."""
    leaves = below(unit_id)
    if level != "centre":
        return [[leaf] for leaf in leaves]
    centres = dict.fromkeys(path(leaf)[1] for leaf in leaves)
    return [[leaf for leaf in leaves if path(leaf)[1] == centre] for centre in centres]


def accuracy_row(view: str, year: int, number: int, unit_id: str, level: str, group: str) -> dict[str, Any]:
    items, part = _items(unit_id, level), PARTS[group] * (2 if year == CLOSED[0] else 1)

    def missed(errors: dict[str, int]) -> list[Decimal]:
        return [part * sum(thousand(errors[leaf]) for leaf in item) for item in items]

    outturn = [PARTS[group] * sum(thousand(FIGURES[leaf].revised) for leaf in item) for item in items]
    now = missed({leaf: found[number - 1] for leaf, found in ERRORS.items()})
    before = missed({leaf: found[number - 2] for leaf, found in ERRORS.items()}) if number > 1 else None
    first, last = (missed({leaf: found[place] for leaf, found in ERRORS.items()}) for place in (0, 2))
    budget, statistics = missed(BUDGET_ERRORS), missed(STATISTICAL_ERRORS)
    size, absolute = sum(outturn), sum(map(abs, now))
    improves = sum(map(abs, last)) < sum(map(abs, first))
    return {
        "organisation_view": view,
        "fiscal_year": year,
        "period": 12,
        "round": ROUNDS[number - 1][0],
        "round_number": number,
        "round_date": ROUNDS[number - 1][1].replace(year=year),
        **_unit(unit_id),
        "item_level": level,
        "account_group": group,
        "item_count": len(items) * (2 if level == "account_group" and group == "all" else 1),
        "forecast_missing_unit_count": 1 if unit_id in ("municipality", "south") and number == 2 else 0,
        "forecast_dkk": size + sum(now),
        "outturn_dkk": size,
        "revised_dkk": size + sum(budget),
        "run_rate_forecast_dkk": size + 2 * sum(budget),
        "statistical_forecast_dkk": size + sum(statistics),
        "error_dkk": sum(now),
        "absolute_error_dkk": absolute,
        "absolute_outturn_dkk": size,
        "error_share": float(sum(now) / size),
        "wape_share": float(absolute / size),
        "precision_share": float(1 - absolute / size),
        "bias_share": float(sum(now) / size),
        "skill_share": float(1 - absolute / sum(map(abs, budget))),
        "run_rate_skill_share": float(1 - absolute / (2 * sum(map(abs, budget)))),
        "statistical_skill_share": float(1 - absolute / sum(map(abs, statistics))),
        "statistical_wape_share": float(sum(map(abs, statistics)) / size),
        "nearer_item_count": sum(abs(one) < abs(other) for one, other in zip(now, statistics, strict=True)),
        "compared_item_count": len(items),
        "previous_wape_share": float(sum(map(abs, before)) / size) if before else None,
        "convergence": "falls" if improves else "does_not_fall",
    }


def year_row(view: str, year: int, unit_id: str, level: str) -> dict[str, Any]:
    outturn = sum(thousand(FIGURES[leaf].revised) for leaf in below(unit_id))
    return {
        "organisation_view": view,
        "fiscal_year": year,
        "period": 12,
        **{name: value for name, value in _unit(unit_id).items() if name not in ("unit_kind", "is_leaf")},
        "item_level": level,
        "item_count": len(_items(unit_id, level)),
        "adopted_dkk": outturn * Decimal("0.96"),
        "outturn_dkk": outturn,
        "aggregate_outturn_share": 1 / 0.96,
        "composition_variance_share": 0.061 if unit_id == "municipality" else None,
        "aggregate_outturn_score": "A" if year == CLOSED[1] else None,
        "composition_variance_score": "B" if year == CLOSED[1] and unit_id == "municipality" else None,
    }


def outlook_row(view: str, unit_id: str) -> dict[str, Any]:
    leaves = [FIGURES[leaf] for leaf in below(unit_id)]
    forecast, revised = (thousand(sum(getattr(leaf, name) for leaf in leaves)) for name in ("forecast", "revised"))
    has_band = unit_id != "care_home"
    low, high = (forecast - thousand(900), forecast + thousand(150)) if has_band else (None, None)
    return {
        "organisation_view": view,
        "fiscal_year": YEAR,
        "period": 10,
        "round": "BO3",
        "round_number": 3,
        "round_date": date(YEAR, 9, 30),
        **_unit(unit_id),
        "account_group": "all",
        "forecast_dkk": forecast,
        "revised_dkk": revised,
        "forecast_variance_dkk": forecast - revised,
        "run_rate_forecast_dkk": thousand(sum(leaf.run_rate for leaf in leaves)),
        "statistical_forecast_dkk": forecast - thousand(333),
        "statistical_method": "MSTL",
        "is_backtest": True,
        "bias_year_count": 3 if has_band else 1,
        "recent_bias_share": 0.004,
        "history_year_count": 3 if has_band else 1,
        "band_low_dkk": low,
        "band_high_dkk": high,
        "band_low_variance_dkk": low - revised if low else None,
        "band_high_variance_dkk": high - revised if high else None,
        "compared_round_count": 6,
        "nearer_round_count": 4,
    }


def forecast_tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    views, units = ("then", "today"), list(NAMES)
    return {
        "forecast_accuracy__round": ("everybody", round_rows()),
        "forecast_accuracy__unit_round": (
            "unit_period",
            [
                accuracy_row(view, year, number, unit_id, level, group)
                for view in views
                for year in CLOSED
                for number in (1, 2, 3)
                for unit_id in units
                for level in LEVELS
                for group in PARTS
            ],
        ),
        "forecast_accuracy__unit_year": (
            "unit_period",
            [
                year_row(v, year, unit_id, level)
                for v in views
                for year in CLOSED
                for unit_id in units
                for level in LEVELS
            ],
        ),
        "forecast_accuracy__unit_outlook": (
            "unit_period",
            [outlook_row(v, unit_id) for v in views for unit_id in units],
        ),
    }
