"""The organisation in slow plain Python: where a cost centre's money lands, and what lies above it on a given day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

ROOT, UNKNOWN, OWN = "municipality", "unknown", "-own"
Row = Mapping[str, str | None]


@dataclass(frozen=True)
class UnitRow:
    """One line of the organisation extract, with its dates as dates."""

    unit_id: str
    name: str
    parent_id: str | None
    kind: str
    first: date
    last: date


class Organisation:
    """Units and cost centres, each with the rows that are true from a day to a day."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows: dict[str, list[UnitRow]] = defaultdict(list)
        for row in rows:
            first = date.fromisoformat(row["valid_from"]) if row["valid_from"] else date.min
            last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
            unit_id, name, kind = row["unit_id"] or "", row["name"] or "", row["kind"] or ""
            self.rows[unit_id].append(UnitRow(unit_id, name, row["parent_id"], kind, first, last))
        self.parents = {row.parent_id for rows in self.rows.values() for row in rows if row.kind != "cost_centre"}

    def on(self, unit_id: str, day: date) -> UnitRow | None:
        """What is true of a unit on a day; of a closed one its last row, of one not yet open its first."""
        rows = sorted(self.rows.get(unit_id, []), key=lambda row: row.first)
        valid = [row for row in rows if row.first <= day <= row.last]
        closed = [row for row in rows if row.last < day]
        return (valid or closed or [None])[-1] or (rows[0] if rows else None)

    def is_valid(self, unit_id: str, day: date) -> bool:
        return any(row.first <= day <= row.last for row in self.rows.get(unit_id, []))

    def opened(self, unit_id: str) -> date:
        """The first day of the unit's first row."""
        return min((row.first for row in self.rows.get(unit_id.removesuffix(OWN), [])), default=date.min)

    def parent(self, unit_id: str, day: date) -> str:
        row = self.on(unit_id, day)
        above = self.on(row.parent_id, day) if row and row.parent_id else None
        if row is None or above is None or (above.kind == "cost_centre" and row.kind != "cost_centre"):
            return ROOT
        return above.unit_id

    def landing(self, cost_centre: str, day: date) -> str:
        """The unit of the follow-up that a cost centre's money belongs to."""
        row = self.on(cost_centre, day)
        if row is None:
            return UNKNOWN
        while row.kind == "cost_centre" and self.parent(row.unit_id, day) != ROOT:
            row = self.on(self.parent(row.unit_id, day), day) or row
        # A unit with units below it keeps what lands on itself as a part beside them.
        return row.unit_id + OWN if row.unit_id in self.parents else row.unit_id

    def path(self, unit_id: str, day: date) -> list[str]:
        """From the municipality down to the unit."""
        if unit_id == ROOT:
            return [ROOT]
        if unit_id == UNKNOWN:
            return [ROOT, UNKNOWN]
        above = unit_id.removesuffix(OWN) if unit_id.endswith(OWN) else self.parent(unit_id, day)
        return [*self.path(above, day), unit_id]

    def centre(self, unit_id: str, day: date) -> str | None:
        """The topmost centre on the unit's path."""
        for step in self.path(unit_id, day)[1:]:
            row = self.on(step, day)
            if row and row.kind == "centre":
                return step
        return None
