"""The staff marts beside the oracle: every difference as a line that a person can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from duckdb import DuckDBPyConnection

from tests.oracle.staff import Staff
from tests.oracle.staff_people import Cell, Month
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
    yield from _people_differences(con, staff)
    for (unit_id, month), row in rows.items():
        expected: dict[str, object] = dict.fromkeys(_FIGURES)
        if unit_id in staff.shown:
            year = [cell for one in staff.a_year(month) for cell in below.get((unit_id, one), [])]
            is_whole = len([one for one in staff.a_year(month) if (unit_id, one) in below]) == 12
            expected |= {
                "fte": staff.fte(below[unit_id, month]),
                "sickness_share": staff.sickness_share(below[unit_id, month]),
                "sickness_12_months_share": staff.sickness_share(year) if is_whole else None,
                "sickness_days_per_fte": staff.days_per_fte(year) if is_whole else None,
            }
        yield from _unlike(f"{unit_id} {month}", row, expected)
    yield from _year_differences(con, staff, below)


def _people_differences(con: DuckDBPyConnection, staff: Staff) -> Iterator[str]:
    """Whom the figures are made of."""
    query = """
        select employee_key, unit_id, (year(day), month(day)), unit_path, paid_hundredths, scheduled_hundredths,
            sickness_seconds, cast(wage_dkk * 100 as bigint)
        from marts.staff__told_month
    """
    found = {(key, leaf, month): rest for key, leaf, month, *rest in con.execute(query).fetchall()}
    wanted = {
        cell: [staff.path(cell[1], cell[2]), one.paid, one.scheduled, one.sick, one.wage]
        for cell, one in staff.people.items()
    }
    for cell in found.keys() | wanted.keys():
        if found.get(cell) != wanted.get(cell):
            yield f"{cell}: {found.get(cell)} in the mart, {wanted.get(cell)} in the oracle"


def _year_differences(
    con: DuckDBPyConnection, staff: Staff, below: dict[tuple[str, Month], list[Cell]]
) -> Iterator[str]:
    for row in rows_of(con, "select * from marts.staff__unit_year"):
        unit_id, (year, _) = str(row["unit_id"]), _month(row)
        months = [(year, month) for month in range(1, 13)]
        cells = [cell for month in months for cell in below.get((unit_id, month), [])]
        employments = sum(staff.people[cell].paid != 0 for cell in cells)
        leavers = staff.year_sum(unit_id, year, "leavers")[0]
        expected: dict[str, object] = dict.fromkeys(("turnover_share", "long_sickness_share", "short_sickness_share"))
        if row["spells_hidden_reason"] is None:
            expected["long_sickness_share"] = staff.sickness_share(
                cells, staff.year_sum(unit_id, year, "long_spells")[1]
            )
            expected["short_sickness_share"] = staff.sickness_share(
                cells, staff.year_sum(unit_id, year, "short_spells")[1]
            )
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
