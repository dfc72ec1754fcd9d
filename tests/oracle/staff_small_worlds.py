"""Small municipalities drawn by lot in which many units have few employees, who move, leave, and fall ill."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.oracle.small_worlds import draw_world
from tests.warehouse.drawn import Rows, read_tables


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


def draw_releases(seed: int) -> list[dict[str, Rows]]:
    """The same municipality three times: each time payroll knows more months, and some things otherwise than before."""
    lot, world = Random(3000 + seed), draw_staff_world(seed)
    months = sorted({(row["month"] or "")[:7] for row in world["employment_month"]})
    late = {place: lot.choice([0, 0, 0, 0, 0, 0, 1, 2]) for place in range(len(world["absence"]))}
    releases = []
    for number, until in enumerate((months[-6], months[-3], months[-1])):
        known = dict(world)
        known["employment_month"] = [row for row in world["employment_month"] if (row["month"] or "")[:7] <= until]
        known["absence"] = [
            _still_open(row, until)
            for place, row in enumerate(world["absence"])
            if late[place] <= number and (row["date_from"] or "")[:7] <= until
        ]
        releases.append(known)
    for number in (1, 2):
        _change_later(lot, releases[number:], months)
    return releases


def _still_open(row: dict[str, str | None], until: str) -> dict[str, str | None]:
    """A spell that was not over when payroll delivered."""
    return row | {"date_to": None} if (row["date_to"] or "9999")[:7] > until else row


def _change_later(lot: Random, releases: list[dict[str, Rows]], months: list[str]) -> None:
    """A month is delivered anew, a unit stands elsewhere since long ago, somebody had been forgotten."""
    month = lot.choice(months[6:-6])
    anew = lot.sample(sorted({row["employee_key"] or "" for row in releases[0]["employment_month"]}), 12)
    changed = set(anew[: lot.choice([1, 3, 12])])
    units = sorted({row["unit_id"] or "" for row in releases[0]["employment_month"]} - {"9999"})
    whole = lot.choice(units) if lot.random() < 0.5 else ""
    moved, to = lot.choice(["111", "112", "211", "110"]), lot.choice(["100", "200", "300"])
    gone = anew[-1]
    for known in releases:
        known["employment_month"] = [
            row | {"paid_hours": "101.00", "scheduled_hours": "93.00", "wage_amount": "30000.00"}
            if (row["month"] or "").startswith(month) and (row["employee_key"] in changed or row["unit_id"] == whole)
            else row
            for row in known["employment_month"]
            if not ((row["month"] or "").startswith(month) and row["employee_key"] == gone)
        ]
        if lot.random() < 0.7:
            known["organisation"] = [
                row | {"parent_id": to} if row["unit_id"] == moved else row for row in known["organisation"]
            ]


def school_months(
    people: dict[str, int],
    *,
    until: int,
    hours: str = "160.33",
    left: dict[str, int] | None = None,
    absence: Rows | None = None,
) -> dict[str, Rows]:
    """Two centres with schools of so many employees, from January 2025 on for so many months; `left` in the last."""
    months = [(2025 + (number - 1) // 12, (number - 1) % 12 + 1) for number in range(1, until + 1)]
    world = read_tables(
        """
        organisation
        unit_id | name      | parent_id | kind
        100     | Skole     |           | centre
        110     | Vest      | 100       | institution
        112     | Øst       | 100       | institution
        113     | Nord      | 100       | institution
        200     | Kultur    |           | centre
        210     | Bibliotek | 200       | institution
        211     | Museum    | 200       | institution
        """
    )
    world["posting"] = [
        {"fiscal_year": str(year), "period": str(month), "cost_centre": "210", "account": "10000000", "amount": "9000"}
        for year, month in months
    ]
    world["employment_month"] = [
        {
            "employee_key": f"{unit_id}-{number}",
            "unit_id": unit_id,
            "month": f"{year}-{month:02d}-01",
            "paid_hours": hours,
            "scheduled_hours": "148.00",
            "wage_amount": "40000.00",
        }
        for year, month in months
        for unit_id, count in people.items()
        for number in range(1, 1 + ((left or {}).get(unit_id, count) if (year, month) == months[-1] else count))
    ]
    world["absence"] = absence or []
    return world
