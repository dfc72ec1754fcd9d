"""Small municipalities drawn by lot in which many units have few employees, who move, leave, and fall ill."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.oracle.small_worlds import draw_world
from tests.warehouse.drawn import Rows


def draw_staff_world(seed: int) -> dict[str, Rows]:
    """The raw tables of `draw_world`, with employees; the same seed gives the same ones."""
    world, lot = draw_world(seed), Random(2000 + seed)
    years = sorted({int(row["fiscal_year"] or 0) for row in world["posting"]})[-2:]
    months = [(year, month) for year in years for month in range(1, 13)]
    months = [*months[lot.choice([0, 0, 3]) :], (years[-1] + 1, 1)]
    units = [row["unit_id"] or "" for row in world["organisation"]]
    places = [unit for unit in dict.fromkeys(units) for _ in range(lot.choice([0, 1, 6, 9]))] + ["9999"]
    world["employment_month"], world["absence"] = [], []
    for number in range(lot.randint(60, 150)):
        _employee(lot, f"E{number}", places, months, world)
    world["setting"] += [
        {"name": "staff_fewest", "value": lot.choice(["5", "5", "7", "1"])},
        {"name": "staff_absence_of", "value": lot.choice(["scheduled", "worked"])},
        {"name": "staff_long_spell_days", "value": lot.choice(["30", "14"])},
    ]
    world["position"] = [_position(lot, places, years) for _ in range(12)]
    return world


def _employee(lot: Random, key: str, places: list[str], months: list[tuple[int, int]], world: dict[str, Rows]) -> None:
    first = 0 if lot.random() < 0.7 else lot.randrange(len(months))
    last = len(months) if lot.random() < 0.6 else lot.randrange(first, len(months)) + 1
    place, hours = lot.choice(places), lot.choice(["160.33", "160.33", "120.25", "86.67"])
    for year, month in months[first:last]:
        if lot.random() < 0.01:
            place = lot.choice(places)
        if lot.random() < 0.02:
            continue
        jobs = [place, lot.choice(places)] if lot.random() < 0.05 else [place]
        for unit in jobs:
            world["employment_month"].append(
                {
                    "employee_key": key,
                    "unit_id": unit,
                    "month": f"{year}-{month:02d}-{lot.choice(['01', '28'])}",
                    "paid_hours": lot.choice([hours, hours, hours, "0.00"]) if lot.random() < 0.1 else hours,
                    "scheduled_hours": lot.choice([None, "0.00", "150.00"]) if lot.random() < 0.1 else "148.00",
                    "wage_amount": lot.choice([None, "0.00"]) if lot.random() < 0.1 else "41000.00",
                }
            )
        if lot.random() < 0.12:
            begins = date(year, month, lot.randint(1, 28))
            ends = begins + timedelta(days=lot.choice([0, 2, 6, 20, 50, 130]))
            world["absence"].append(
                {
                    "employee_key": key,
                    "unit_id": lot.choice([place, place, place, lot.choice(places)]),
                    "date_from": begins.isoformat(),
                    "date_to": ends.isoformat() if lot.random() < 0.95 else None,
                    "hours": f"{lot.randint(1, 90000) / 100:.2f}",
                    "cause_group": lot.choice(["own_sickness", "own_sickness", "work_accident", "maternity"]),
                }
            )


def _position(lot: Random, places: list[str], years: list[int]) -> dict[str, str | None]:
    return {
        "position_id": f"S{lot.randint(1, 6)}",
        "unit_id": lot.choice(places),
        "status": lot.choice(["frozen", "released", "filled"]),
        "status_date": f"{lot.choice(years)}-{lot.randint(1, 12):02d}-{lot.randint(1, 28):02d}",
        "title": "Lærer",
    }
