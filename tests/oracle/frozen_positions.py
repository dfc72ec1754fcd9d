"""Months saved by the hiring freeze once more, by looking at every position on every day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from duckdb import DuckDBPyConnection

from tests.oracle.organisation import Row
from tests.oracle.staff import Staff, month_end
from tests.oracle.staff_people import Month
from tests.warehouse.drawn import rows_of


def saved_months(staff: Staff, changes: Sequence[Row]) -> dict[tuple[str, Month], Fraction]:
    """Unit and month → months that positions stood frozen since the year began."""
    found: dict[tuple[str, Month], Fraction] = defaultdict(Fraction)
    by_day = sorted(changes, key=lambda row: (row["status_date"] or "", row["file"] or "", int(row["line"] or 0)))
    begins = month_end(staff.months[0]).replace(day=1) if staff.months else date.max
    standing = {
        row["position_id"] or "": row for row in by_day if date.fromisoformat(row["status_date"] or "") < begins
    }
    for month in staff.months:
        last = month_end(month)
        for day in (last.replace(day=1) + timedelta(days=number) for number in range(last.day)):
            standing |= {
                row["position_id"] or "": row for row in by_day if date.fromisoformat(row["status_date"] or "") == day
            }
            for row in standing.values():
                if row["status"] == "frozen":
                    for unit_id in staff.way(row["unit_id"] or "", month):
                        for later in staff.months:
                            if month <= later and month[0] == later[0]:
                                found[unit_id, later] += Fraction(1, last.day)
    return found


def saved_differences(con: DuckDBPyConnection, staff: Staff, changes: Sequence[Row]) -> Iterator[str]:
    """Where the mart has another number of months."""
    wanted = saved_months(staff, changes)
    for row in rows_of(con, "select unit_id, fiscal_year, period, saved_months from marts.staff__unit_month"):
        unit_id, month = str(row["unit_id"]), (int(str(row["fiscal_year"])), int(str(row["period"])))
        tenths = (wanted[unit_id, month] * 20 + 1) // 2
        if int(str(row["saved_months"]).replace(".", "")) != tenths:
            yield f"{unit_id} {month}: {row['saved_months']} in the mart, {tenths} tenths in the oracle"
