"""What candidates for focus areas tell of staff, for whoever looks for one person in all that was ever shown."""

from __future__ import annotations

from collections.abc import Iterator

from duckdb import DuckDBPyConnection

from pipelines.lineage import sql_files, upstream
from tests.oracle.staff_attack import OfMonths
from tests.oracle.staff_people import Month
from tests.warehouse.drawn import rows_of

# What a signal about staff is made of: its value, and how many it touches.
SIGNALS = {
    "sickness": {"sickness", "scheduled"},
    "sickness_last_year": {"sickness", "scheduled", "paid"},
    "turnover": {"leavers", "paid"},
    "vacancies": set[str](),
}


def signals_about_staff() -> set[str]:
    """Every signal that staff figures are behind, by what its SQL reads."""
    graph = upstream(sql_files("staging", "marts"))
    found = set()
    for name in graph:
        seen, waiting = {name}, [name]
        while waiting:
            read = set(graph.get(waiting.pop(), ())) - seen
            seen |= read
            waiting += read
        if "focus_areas__signal_" in name and any(one.startswith("marts.staff__") for one in seen):
            found.add(name.rpartition("focus_areas__signal_")[2])
    return found


def focus_figures(con: DuckDBPyConnection) -> Iterator[OfMonths]:
    """Each number that a signal about staff tells of a unit, whether it becomes a candidate or not."""
    centres = {
        (row["fiscal_year"], row["period"], row["unit_id"]): str(row["centre_id"])
        for row in rows_of(con, "select fiscal_year, period, unit_id, centre_id from marts.staff__unit_month")
    }
    for signal, measures in SIGNALS.items():
        query = f"""
            select signal.*, fiscal_year, first_period, last_period, span_kind
            from marts.focus_areas__signal_{signal} as signal inner join marts.focus_areas__span using (span)"""
        for row in rows_of(con, query):
            unit_id, year = str(row["unit_id"]), int(str(row["fiscal_year"]))
            first, last = int(str(row["first_period"])), int(str(row["last_period"]))
            end, name = (year, last), f"{signal} of a {row['span_kind']}"
            for number, months in enumerate(_months(signal, year, first, last)):
                yield OfMonths(f"{name} {number} years ago", unit_id, end, frozenset(measures), months)
            if row["touched_share"]:
                # Of the centre it is the whole; of vacancies the centre is all that it is made of.
                centre = centres[year, last, unit_id]
                units = {centre} if signal == "vacancies" else {unit_id, centre}
                for unit in units:
                    yield OfMonths(f"{name}: share of {unit}", unit, end, frozenset({"paid"}), [end])


def _months(signal: str, year: int, first: int, last: int) -> list[list[Month]]:
    """The months that a signal's value and its reference, where that is the unit's own, are made of."""
    if signal == "sickness_last_year":
        return [[(one, month) for month in range(first, last + 1)] for one in (year, year - 1)]
    if signal == "vacancies":
        return []
    return [[((year * 12 + last - ago - 1) // 12, (last - ago - 1) % 12 + 1) for ago in range(12)]]
