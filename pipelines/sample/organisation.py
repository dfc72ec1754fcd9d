"""The fictive municipality's units and their history, read from organisation.toml beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.sample.chart import load_chart

ALWAYS = date(2020, 1, 1)
OPEN_END = date(9999, 12, 31)


@dataclass(frozen=True)
class UnitRow:
    """A unit as it was from a day to a day. `parent_id` is empty directly below the municipality."""

    unit_id: str
    name: str
    parent_id: str
    kind: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Institution:
    """A unit with money: net expenditure of 2023 in øre, and how it keeps its budget (per mille, four years)."""

    unit_id: str
    name: str
    profile: str
    base: int
    pressure: tuple[int, ...] | None
    is_ramp: bool
    opens: date
    closes: date

    def is_open(self, year: int, month: int) -> bool:
        return self.opens <= date(year, month, 28) and date(year, month, 1) <= self.closes

    def cost_centres(self) -> list[tuple[str, str]]:
        """Ten digits with leading zeros, and the name."""
        parts = [part for part, _ in load_chart().profiles[self.profile]]
        names = [self.name if len(parts) == 1 else f"{self.name} – {part}" for part in parts]
        return [(f"0000{self.unit_id[:5]}{place}", name) for place, name in enumerate(names, start=1)]


@dataclass(frozen=True)
class Organisation:
    """Every unit row, the institutions by id, and each centre's managers' habit when they forecast (per mille)."""

    name: str
    rows: tuple[UnitRow, ...]
    institutions: dict[str, Institution]
    bias: dict[str, tuple[int, ...]]

    def centre_of(self, unit_id: str, day: date) -> str:
        """The centre above `unit_id` on `day`; of a closed unit, the one it was last below."""
        rows = [row for row in self.rows if row.unit_id == unit_id and row.valid_from <= day]
        row = max(rows or [next(row for row in self.rows if row.unit_id == unit_id)], key=lambda one: one.valid_from)
        return row.unit_id if row.kind == "centre" else self.centre_of(row.parent_id, day)


@cache
def load_organisation() -> Organisation:
    """The whole organisation."""
    table = tomllib.loads(Path(__file__).with_name("organisation.toml").read_text(encoding="utf-8"))
    rows = [UnitRow(unit["id"], unit["name"], "", "directorate", ALWAYS, OPEN_END) for unit in table["directorates"]]
    institutions: dict[str, Institution] = {}
    bias: dict[str, tuple[int, ...]] = {}
    for centre in table["centre"]:
        bias[centre["id"]] = tuple(centre["bias"])
        above = centre.get("directorate", "")
        rows.append(UnitRow(centre["id"], centre["name"], above, "centre", ALWAYS, OPEN_END))
        for department in centre["department"]:
            rows.append(UnitRow(department["id"], department["name"], centre["id"], "department", ALWAYS, OPEN_END))
            for unit in department["institutions"]:
                rows.extend(_history(unit, department["id"]))
                institutions[unit["id"]] = _institution(unit)
    return Organisation(table["municipality"], tuple(rows), institutions, bias)


def _institution(unit: dict[str, Any]) -> Institution:
    pressure = tuple(unit["pressure"]) if "pressure" in unit else None
    return Institution(
        unit_id=unit["id"],
        name=unit["name"],
        profile=unit["profile"],
        base=round(unit["million"] * 10) * 10_000_000,
        pressure=pressure,
        is_ramp=unit.get("ramp", False),
        opens=unit.get("from", ALWAYS),
        closes=unit.get("until", OPEN_END),
    )


def _history(unit: dict[str, Any], department: str) -> Iterator[UnitRow]:
    """The unit's rows: a move or a new name ends one row and begins the next."""
    name, parent, start = unit["name"], department, unit.get("from", ALWAYS)
    for change in unit.get("row", []):
        yield UnitRow(unit["id"], name, parent, "institution", start, change["from"] - timedelta(days=1))
        name, parent, start = change.get("name", name), change.get("parent", parent), change["from"]
    yield UnitRow(unit["id"], name, parent, "institution", start, unit.get("until", OPEN_END))
