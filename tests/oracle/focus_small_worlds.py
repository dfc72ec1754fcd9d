"""Small municipalities drawn by lot in which every domain of the focus areas has something to tell."""

from __future__ import annotations

from random import Random

from tests.oracle.capital_small_worlds import draw_capital_world
from tests.oracle.staff_small_worlds import draw_staff_world
from tests.warehouse.drawn import Rows

_PLACES = ["100", "110", "111", "112", "200", "211", "1111", "1121"]
_INTERNS = {
    "allocation_order": "1", "allocation": "interns", "title_da": "P", "title_en": "I", "subject": "intern",
    "key_kind": "given", "units": "[]", "unit_kinds": "[]", "left_out_units": "[]", "left_out_functions": "[]",
}  # fmt: skip
_MONEY = {
    "project_plan": ("expected_cost", "cost_change"),
    "project_appropriation": ("amount",),
    "project_year": (
        "adopted_allotment", "supplementary", "virement", "price_adjustment", "carried_in", "rephased", "actual",
        "forecast", "carried_out_requested", "carried_out_decided",
    ),
}  # fmt: skip


def draw_focus_world(seed: int) -> dict[str, Rows]:
    """The raw tables of `draw_world` with projects, staff, purchases, savings and targets; the same seed, the same."""
    world, staff, lot = draw_capital_world(seed), draw_staff_world(seed), Random(4000 + seed)
    for table in ("employment_month", "absence", "position"):
        world[table] = staff[table]
    world["setting"] += staff["setting"][2:]
    for table, columns in _MONEY.items():
        world[table] = [_dearer(row, columns) for row in world[table]]
    years = sorted({int(row["fiscal_year"] or 0) for row in world["posting"]})
    world["account"][1]["name"] = "Timelønnede vikarer"
    world["setting"] += [{"name": "purchases_consultant_account_1", "value": "29000001"}]
    world["posting"] = [_bought(lot, row) for row in world["posting"]]
    world["saving"] = [_saving(lot, number, year) for number in range(8) for year in years]
    world["saving_statement"] = [_statement(lot, years) for _ in range(40)]
    world["allocation"] = [dict(_INTERNS)]
    world["allocation_whole"] = [
        {"allocation": "interns", "fiscal_year": str(year), "whole_steps": str(lot.randint(5, 60)), "steps_in_one": "1"}
        for year in years
    ]
    world["allocation_given"] = [
        {"allocation": "interns", "unit_id": unit, "number": str(lot.randint(1, 30))} for unit in ("110", "211", "1001")
    ]
    world["target_count"] = [_count(lot, years) for _ in range(40)]
    return world


def _dearer(row: dict[str, str | None], columns: tuple[str, ...]) -> dict[str, str | None]:
    """The same in amounts that somebody would talk about."""
    return row | {name: str(float(row[name] or 0) * 10_000) for name in columns if row.get(name)}


def _bought(lot: Random, row: dict[str, str | None]) -> dict[str, str | None]:
    who = lot.choice(["ABC", "DEF", "GHI"])
    return row | {
        "kind": lot.choice(["invoice", "invoice", "invoice", "journal", None]),
        "supplier_id": lot.choice(["S1", "S2", "S3", None]),
        "invoice_no": lot.choice(["1", "2", "3", None]),
        "voucher": str(lot.randint(1, 9999)),
        "registered_by": who,
        "approved_by": lot.choice([who, "JKL", "MNO", "PQR"]),
        "is_automated": lot.choice(["true", "false", "false", None]),
        "is_on_agreement": lot.choice(["true", "false", None]),
    }


def _saving(lot: Random, number: int, year: int) -> dict[str, str | None]:
    return {
        "measure_id": f"T{number}",
        "measure_name": f"Tiltag {number}",
        "programme_id": "P1",
        "unit_id": lot.choice([*_PLACES, None]),
        "starts_on": lot.choice([None, f"{year}-04-01", f"{year}-09-15", f"{year + 1}-01-01"]),
        "fiscal_year": str(year),
        "amount": str(lot.choice([0, 90_000, 400_000, 1_500_000, 3_000_001])),
    }


def _statement(lot: Random, years: list[int]) -> dict[str, str | None]:
    year, month = lot.choice(years), lot.randint(1, 12)
    return {
        "measure_id": f"T{lot.randrange(8)}",
        "stated_on": f"{year}-{month:02d}-{lot.choice([1, 28])}",
        "fiscal_year": lot.choice([None, str(year)]),
        "status": lot.choice(["underway", "done", "dropped", None]),
        "realised": str(lot.choice([0, 100_000, 399_999, 1_500_000])),
        "expected_rest": lot.choice([None, "0", "300000", "1000000"]),
    }


def _count(lot: Random, years: list[int]) -> dict[str, str | None]:
    return {
        "subject": lot.choice(["intern", "intern", "intern", "trainee"]),
        "unit_id": lot.choice(_PLACES),
        "counted_on": f"{lot.choice(years)}-{lot.choice(['03-31', '06-30', '12-31', '02-28'])}",
        "places": str(lot.randint(0, 12)),
    }
