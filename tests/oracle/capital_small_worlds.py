"""Small municipalities drawn by lot with capital projects in every sort of disorder."""

from __future__ import annotations

from random import Random

from tests.oracle.small_worlds import draw_world
from tests.warehouse.drawn import Rows

PROJECTS = ["XA-1", "XA-1-2", "XA-12", "XA-3", "XA-4", "XA-5", "XA-6", "P"]
PHASES = ["idea", "planning", "construction", "completed", "completed", "closed", None]
Cell = str | None


def draw_capital_world(seed: int) -> dict[str, Rows]:
    """The raw tables of `draw_world`, with projects; the same seed gives the same ones."""
    world, lot = draw_world(seed), Random(1000 + seed)
    units = [row["unit_id"] for row in world["organisation"]] + ["9999", None]
    years = range(2021, 2029)
    world["project"] = [row for one in lot.sample(PROJECTS, 6) for row in _project(lot, one, units)]
    world["project_plan"] = [_plan(lot) for _ in range(18)]
    world["project_appropriation"] = [_decision(lot) for _ in range(14)]
    world["project_year"] = [_year(lot, one, year) for one in PROJECTS for year in years if lot.random() < 0.6]
    world["project_year"] += [_year(lot, lot.choice(PROJECTS), 2023) for _ in range(2)]
    booked = sorted({row["fiscal_year"] or "" for row in world["posting"]})
    world["posting"] += [_posting(lot, world["posting"], booked) for _ in range(30)]
    world["setting"] += [
        {"name": f"price_index_{year}", "value": str(lot.randint(900, 1400) / 10)} for year in years[::3]
    ]
    return world


def _amount(lot: Random, *, empty: float = 0.4) -> Cell:
    """Seldom large, often the same, sometimes nothing: so that chains close and money is carried again and again."""
    if lot.random() < empty:
        return None
    return lot.choice(
        ["0", "0", "100.00", "100.00", "40.01", "60.50", "-25.00", f"{lot.randint(-900, 9000) / 100:.2f}"]
    )


def _day(lot: Random) -> str:
    return f"{lot.randint(2021, 2027)}-{lot.randint(1, 12):02d}-{lot.choice([1, 1, 15, 28]):02d}"


def _project(lot: Random, project_id: str, units: list[Cell]) -> Rows:
    begins = [None, *sorted(_day(lot) for _ in range(lot.choice([0, 0, 1, 2])))]
    return [
        {
            "project_id": project_id,
            "name": f"Projekt {project_id} {number}",
            "unit_id": lot.choice(units),
            "project_class": lot.choice(["school", "school", "school", "road", None]),
            "phase": lot.choice(PHASES),
            "kind": lot.choice([None, None, "project", "pool"]),
            "quantity": lot.choice(["3", "7.25", "100", "0", None]),
            "quantity_unit": lot.choice(["m²", "m²", None]),
            "closed_on": lot.choice([None, None, None, _day(lot)]),
            "valid_from": begin,
        }
        for number, begin in enumerate(begins)
    ]


def _plan(lot: Random) -> dict[str, Cell]:
    return {
        "project_id": lot.choice(PROJECTS),
        "version_date": _day(lot),
        "is_approved": lot.choice([None, "true", "false"]),
        "name": lot.choice([None, "Af planen"]),
        "project_class": lot.choice([None, "school"]),
        "phase": lot.choice(PHASES),
        "start_date": lot.choice([None, _day(lot), _day(lot)]),
        "completion_date": lot.choice([None, _day(lot), _day(lot)]),
        "expected_cost": lot.choice([None, "0", f"{lot.randint(1, 10**9) / 100:.2f}", f"{lot.randint(1, 90000)}"]),
    }


def _decision(lot: Random) -> dict[str, Cell]:
    return {
        "project_id": lot.choice(PROJECTS),
        "decision_date": _day(lot),
        "kind": lot.choice(["original", "original", "supplementary", "virement", "price_adjustment", "final_account"]),
        "amount": lot.choice(["1000.00", "-30.25", "400000", "5000000.50"]),
    }


def _year(lot: Random, project_id: str, year: int) -> dict[str, Cell]:
    columns = (
        "adopted_allotment",
        "supplementary",
        "virement",
        "price_adjustment",
        "carried_in",
        "rephased",
        "forecast",
    )
    carried = {"carried_out_requested": _amount(lot, empty=0.6), "carried_out_decided": _amount(lot, empty=0.5)}
    silent = year in {2022, 2028}
    return {
        "project_id": project_id,
        "fiscal_year": str(year),
        **{column: _amount(lot) for column in columns},
        "actual": None if silent else _amount(lot),
        **({} if silent else carried),
    }


def _posting(lot: Random, others: Rows, booked: list[str]) -> dict[str, Cell]:
    year = lot.choice(booked)
    last = max(int(row["period"] or 0) for row in others if row["fiscal_year"] == year)
    return {
        "fiscal_year": year,
        "period": str(lot.randint(1, last)),
        "posting_date": f"{year}-03-28",
        "cost_centre": lot.choice(others)["cost_centre"],
        "account": "40000001",
        "wbs_element": f"{lot.choice([*PROJECTS, 'XA-99', 'XA'])}{lot.choice(['', '-00001', '-2', '9'])}",
        "budget_type": lot.choice(["3", "3", "3", "1"]),
        "amount": f"{lot.randint(-5000, 20000) / 100:.2f}",
    }
