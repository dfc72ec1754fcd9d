"""A hand-made release with everything that the pages show, small enough to know by heart.

    municipality
      north     Center for Børn og Unge: oak_school (over), elm_school (under), foster (a name that tries HTML)
      south     Center for Ældre: care_home (on track)

Figures are in whole thousands and all different. Year 2026, periods 1-10; the forecast round BO3 is known from
period 9 on, so that period 8 has no forecast. The whole year 2025 is there as a closed year.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

YEAR, LAST_PERIOD, FIRST_FORECAST = 2026, 10, 9
HOSTILE_NAME = "<img src=x onerror=alert(1)>**Anbringelser**"
HOSTILE_TEXT = "<script>alert('bilag')</script> =HYPERLINK(\"x\")"
NAMES = {
    "municipality": ("Pejleby Kommune", "municipality", None),
    "north": ("Center for Børn og Unge", "centre", "municipality"),
    "oak_school": ("Egeskolen", "institution", "north"),
    "elm_school": ("Elmeskolen", "institution", "north"),
    "foster": (HOSTILE_NAME, "institution", "north"),
    "south": ("Center for Ældre", "centre", "municipality"),
    "care_home": ("Plejehjemmet Åbrinken", "institution", "south"),
}
LEAVES = ("oak_school", "elm_school", "foster", "care_home")


@dataclass(frozen=True)
class Leaf:
    """A leaf's year in thousands of DKK, as of period 10."""

    revised: int
    carried_in: int
    phased: int
    actual: int
    committed: int
    forecast: int
    run_rate: int
    status: str
    phasing: str


FIGURES = {
    "oak_school": Leaf(31_200, 410, 25_600, 27_140, 230, 33_810, 33_200, "act", "unit"),
    "elm_school": Leaf(22_700, -120, 18_900, 18_310, 95, 22_180, 21_990, "watch", "centre"),
    "foster": Leaf(18_400, 0, 15_300, 16_050, 0, 19_720, 19_300, "act", "own"),
    "care_home": Leaf(41_050, 77, 34_200, 34_190, 310, 41_070, 41_020, "on_track", "municipality"),
}
STATUS = {"municipality": "watch", "north": "act", "south": "on_track"}


def below(unit_id: str) -> list[str]:
    """The leaves at and below a unit."""
    return [leaf for leaf in LEAVES if unit_id in path(leaf)]


def path(unit_id: str) -> list[str]:
    parent = NAMES[unit_id][2]
    return [*(path(parent) if parent else []), unit_id]


def thousand(value: float) -> Decimal:
    return Decimal(round(value * 1_000)).quantize(Decimal("0.01"))


def publish_page_release(
    releases: Path, release_id: str = "2026-11-03-1", *, municipality: str = "Pejleby Kommune", is_empty: bool = False
) -> str:
    """Write the release and point to it."""
    folder = releases / release_id
    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{(folder / 'pejling.duckdb').as_posix()}' as release (storage_version 'v1.4.0')")
        connection.execute("use release")
        for name, (_, rows) in _tables().items():
            frame = pl.DataFrame(rows, infer_schema_length=None)
            connection.register("frame", frame.clear() if is_empty else frame)
            connection.execute(f"create table {name} as select * from frame")
        connection.execute("use memory")
        connection.execute("detach release")
    tables = {name: {"scope": scope, "rows": len(rows)} for name, (scope, rows) in _tables().items()}
    manifest = {
        "release": release_id,
        "built_at": "2026-11-03T05:58:00+00:00",
        "published_at": "2026-11-03T06:01:00+00:00",
        "municipality": municipality,
        "data_until": f"{YEAR}-{LAST_PERIOD}",
        "tables": tables,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    waiting = releases / "current.new"
    waiting.write_text(release_id, encoding="utf-8")
    waiting.replace(releases / "current")
    return release_id


def _tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    looks = [(view, basis) for view in ("then", "today") for basis in ("with_carry_over", "without_carry_over")]
    periods = [(year, period) for year, last in ((YEAR, LAST_PERIOD), (YEAR - 1, 12)) for period in range(1, last + 1)]
    units = list(NAMES)
    return {
        "organisation__unit_period": (
            "unit_period",
            [_unit(v, y, p, u) for v in ("then", "today") for y, p in periods for u in units],
        ),
        "budget_followup__period": ("everybody", [_period(y, p) for y, p in periods]),
        "budget_followup__unit_period": (
            "unit_period",
            [_follow_up(v, b, y, p, u) for v, b in looks for y, p in periods for u in units],
        ),
        "budget_followup__unit_group_period": (
            "unit_period",
            [
                _group(v, b, y, p, u, g)
                for v, b in looks
                for y, p in periods
                for u in units
                for g in ("wages", "operations")
            ],
        ),
        "budget_followup__unit_account_period": (
            "unit_period",
            [
                _account(b, y, p, u, a)
                for b in ("with_carry_over", "without_carry_over")
                for y, p in periods
                for u in LEAVES
                for a in ACCOUNTS
            ],
        ),
        "budget_followup__unit_period_month": (
            "unit_period",
            [_month(v, b, y, p, u, m) for v, b in looks for y, p in periods for u in units for m in range(1, 13)],
        ),
        "budget_followup__unit_period_driver": (
            "unit_period",
            [row for v, b in looks for y, p in periods for u in units for row in _drivers(v, b, y, p, u)],
        ),
        "budget_followup__posting": (
            "unit",
            [_posting(y, p, u, a, n) for y, p in periods for u in LEAVES for a in ACCOUNTS for n in range(7)],
        ),
        "budget_followup__budget_line": ("unit", [row for u in LEAVES for row in _budget_lines(u)]),
        "data_quality__source": ("everybody", _sources()),
        "data_quality__delivery": ("everybody", _deliveries()),
        "data_quality__quarantined_line": ("municipality", _held_back()),
        "data_quality__correction": ("municipality", _corrections()),
        "data_quality__check": ("everybody", _checks()),
        "data_quality__changed_figure": ("unit_period", _changed()),
    }


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


def _unit(view: str, year: int, period: int, unit_id: str) -> dict[str, Any]:
    centre = path(unit_id)[1] if len(path(unit_id)) > 1 else None
    names = {"centre_id": centre, "centre_name": NAMES[centre][0] if centre else None}
    return {**_keys(view, year, period, unit_id), "unit_path": path(unit_id), **names}


def _period(year: int, period: int) -> dict[str, Any]:
    last_day = date(year, period, {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(period, 31))
    has_forecast = period >= FIRST_FORECAST
    return {
        "fiscal_year": year,
        "period": period,
        "last_day": last_day,
        "is_latest": (year, period) == (YEAR, LAST_PERIOD),
        "is_closed_year": year < YEAR,
        "forecast_round": "BO3" if has_forecast else None,
    }


def _sums(unit_id: str, basis: str, period: int) -> dict[str, Any]:
    leaves = [FIGURES[leaf] for leaf in below(unit_id)]
    done = Decimal(period) / LAST_PERIOD
    without = thousand(sum(leaf.revised - leaf.carried_in for leaf in leaves))
    revised = thousand(sum(leaf.revised for leaf in leaves)) if basis == "with_carry_over" else without
    phased, actual = (thousand(sum(getattr(leaf, name) for leaf in leaves)) * done for name in ("phased", "actual"))
    return {
        "revised_dkk": revised,
        "revised_without_carry_over_dkk": without,
        "phased_dkk": phased,
        "actual_dkk": actual,
        "variance_to_date_dkk": actual - phased,
        "spent_share": float(actual / revised),
        "committed_dkk": thousand(sum(leaf.committed for leaf in leaves)),
        "carried_in_dkk": thousand(sum(leaf.carried_in for leaf in leaves)),
        "run_rate_forecast_dkk": thousand(sum(leaf.run_rate for leaf in leaves)),
        "forecast_dkk": thousand(sum(leaf.forecast for leaf in leaves)),
    }


def _follow_up(view: str, basis: str, year: int, period: int, unit_id: str) -> dict[str, Any]:
    sums = _sums(unit_id, basis, period)
    has_forecast = period >= FIRST_FORECAST
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
        "phasing_basis": leaf.phasing if leaf else "unit",
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


GROUP_SHARE = {"wages": Decimal("0.75"), "operations": Decimal("0.25")}


def _group(view: str, basis: str, year: int, period: int, unit_id: str, group: str) -> dict[str, Any]:
    whole = _follow_up(view, basis, year, period, unit_id)
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


ACCOUNTS = {"1110": ("Månedsløn", "wages", "1"), "4100": ("Tjenesteydelser", "operations", "4")}


def _account(basis: str, year: int, period: int, unit_id: str, account: str) -> dict[str, Any]:
    name, group, cost_type = ACCOUNTS[account]
    figures = _group("today", basis, year, period, unit_id, group)
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


def _month(view: str, basis: str, year: int, period: int, unit_id: str, month: int) -> dict[str, Any]:
    sums = _sums(unit_id, basis, LAST_PERIOD)
    return {
        "organisation_view": view,
        "budget_basis": basis,
        "fiscal_year": year,
        "period": period,
        "unit_id": unit_id,
        "month": month,
        "phased_dkk": (sums["phased_dkk"] / 10 * month).quantize(Decimal("0.01")),
        "actual_dkk": (sums["actual_dkk"] / 10 * month).quantize(Decimal("0.01")) if month <= period else None,
        "last_year_actual_dkk": (sums["actual_dkk"] / 11 * month).quantize(Decimal("0.01")),
    }


def _drivers(view: str, basis: str, year: int, period: int, unit_id: str) -> list[dict[str, Any]]:
    keys = {"organisation_view": view, "budget_basis": basis, "fiscal_year": year, "period": period, "unit_id": unit_id}
    children = [child for child, (_, _, parent) in NAMES.items() if parent == unit_id]
    rows = []
    for kind, column in (("forecast", "forecast_variance_dkk"), ("to_date", "variance_to_date_dkk")):
        parts = [(NAMES[c][0], c, _follow_up(view, basis, year, period, c)[column]) for c in children]
        parts = sorted((part for part in parts if part[2] is not None), key=lambda part: -abs(part[2]))
        for rank, (name, child, value) in enumerate(parts[:2], 1):
            rows.append(
                {
                    **keys,
                    "variance_kind": kind,
                    "driver_rank": rank,
                    "driver_kind": "unit",
                    "driver_id": child,
                    "driver_name": name,
                    "driver_count": 1,
                    "variance_dkk": value,
                }
            )
        if parts[2:]:
            rows.append(
                {
                    **keys,
                    "variance_kind": kind,
                    "driver_rank": 3,
                    "driver_kind": "unit",
                    "driver_id": None,
                    "driver_name": None,
                    "driver_count": len(parts) - 2,
                    "variance_dkk": sum((part[2] for part in parts[2:]), Decimal("0.00")),
                }
            )
    return rows


def _posting(year: int, period: int, unit_id: str, account: str, number: int) -> dict[str, Any]:
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


def _budget_lines(unit_id: str) -> list[dict[str, Any]]:
    keys = {
        "unit_id": unit_id,
        "cost_centre": f"cc_{unit_id}",
        "fiscal_year": YEAR,
        "account": "4100",
        "account_name": "Tjenesteydelser",
        "function_code": "032201",
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


def _sources() -> list[dict[str, Any]]:
    shared = {
        "owner": "Økonomi og Digitalisering",
        "latest_received_at": datetime(2026, 11, 3, 5, 41),
        "deliveries": 3,
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
        "expected_by": date(2026, 11, 8),
        "is_late": False,
        "lines": 5_127,
        "accepted": 5_120,
        "quarantined": 3,
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
        "quarantined_amount_dkk": Decimal("0.00"),
        "accepted_amount_dkk": Decimal("635000.00"),
        "control_total_dkk": Decimal("635000.50"),
        "difference_dkk": Decimal("-0.50"),
        "reconciles": False,
        "is_late": True,
        "missing_periods": ["2026-07"],
    }
    none = {
        **good,
        "source": "organisation",
        "title": "Organisation",
        "quarantined": 0,
        "control_total_dkk": None,
        "difference_dkk": None,
        "accepted_amount_dkk": None,
        "quarantined_amount_dkk": None,
        "left_out_amount_dkk": None,
        "reconciles": None,
    }
    return [good, bad, none]


def _deliveries() -> list[dict[str, Any]]:
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


def _held_back() -> list[dict[str, Any]]:
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


def _checks() -> list[dict[str, Any]]:
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


def _changed() -> list[dict[str, Any]]:
    return [
        {
            "fiscal_year": YEAR,
            "period": 9,
            "unit_id": "elm_school",
            "unit_name": "Elmeskolen",
            "unit_kind": "institution",
            "figure": "actual",
            "before_dkk": Decimal("16400000.00"),
            "after_dkk": Decimal("16479000.00"),
            "change_dkk": Decimal("79000.00"),
            "previous_release": "2026-10-03-1",
        }
    ]


def _corrections() -> list[dict[str, Any]]:
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
        }
    ]
