"""The staff marts beside the oracle: every difference as a line that a person can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from duckdb import DuckDBPyConnection

from tests.oracle.staff import Cell, Month, Staff
from tests.warehouse.drawn import rows_of


def staff_differences(con: DuckDBPyConnection, staff: Staff) -> Iterator[str]:
    """Rows that are there or not, what is shown of them, and that nothing is where it is hidden."""
    below: dict[tuple[str, Month], list[Cell]] = defaultdict(list)
    for cell in staff.people:
        for unit_id in staff.path(cell[1], cell[2]):
            below[unit_id, cell[2]].append(cell)
    rows = {(str(row["unit_id"]), _month(row)): row for row in rows_of(con, _MONTHS)}
    if rows.keys() != below.keys():
        yield f"units and months: {sorted(rows.keys() ^ below.keys())[:5]}"
    shown = {unit_id for (unit_id, _), row in rows.items() if row["hidden_reason"] is None}
    for (unit_id, month), row in rows.items():
        expected: dict[str, object] = dict.fromkeys(_FIGURES)
        if unit_id in shown:
            year = [cell for one in staff.a_year(month) for cell in below.get((unit_id, one), [])]
            is_whole = len([one for one in staff.a_year(month) if (unit_id, one) in below]) == 12
            expected |= {
                "fte": staff.fte(below[unit_id, month], shown),
                "sickness_share": staff.sickness_share(below[unit_id, month]),
                "sickness_12_months_share": staff.sickness_share(year) if is_whole else None,
                "sickness_days_per_fte": staff.days_per_fte(year) if is_whole else None,
            }
        yield from _unlike(f"{unit_id} {month}", row, expected)
    yield from _year_differences(con, staff, below)


def _year_differences(
    con: DuckDBPyConnection, staff: Staff, below: dict[tuple[str, Month], list[Cell]]
) -> Iterator[str]:
    for row in rows_of(con, "select * from marts.staff__unit_year"):
        unit_id, (year, _) = str(row["unit_id"]), _month(row)
        months = [(year, month) for month in range(1, 13)]
        cells = [cell for month in months for cell in below.get((unit_id, month), [])]
        employments = sum(staff.people[cell].paid != 0 for cell in cells)
        leavers = sum(staff.leaves(*cell) for cell in cells)
        expected: dict[str, object] = dict.fromkeys(("turnover_share", "long_sickness_share", "short_sickness_share"))
        if row["spells_hidden_reason"] is None:
            expected["long_sickness_share"] = staff.sickness_share(cells, "long")
            expected["short_sickness_share"] = staff.sickness_share(cells, "short")
        if row["turnover_hidden_reason"] is None and (year + 1, 1) in staff.delivered and employments:
            share = (2400 * leavers + employments) // (2 * employments)
            expected["turnover_share"] = Decimal(share).scaleb(-2)
        yield from _unlike(f"{unit_id} {year}", row, expected)


def _month(row: dict[str, Any]) -> Month:
    return row["fiscal_year"], row["period"]


def _unlike(where: str, row: dict[str, Any], expected: dict[str, object]) -> Iterator[str]:
    for name, wanted in expected.items():
        found = row[name]
        same = (
            found is wanted if found is None or wanted is None else abs(float(str(found)) - float(str(wanted))) < 1e-9
        )
        if not same:
            yield f"{where} {name}: {found} in the mart, {wanted} in the oracle"


_FIGURES = (
    "fte", "sickness_share", "sickness_12_months_share", "sickness_days_per_fte",
)  # fmt: skip
_MONTHS = "select * from marts.staff__unit_month"
