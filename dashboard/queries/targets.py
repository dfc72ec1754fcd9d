"""Questions to the target marts. Each picks rows and their order; what is counted is counted in the mart."""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import Door


def every(door: Door) -> pl.DataFrame:
    """Every subject, year and unit with a target or a count: the newest year first, in the organisation's order."""
    return door.rows("select * from targets__unit_year order by fiscal_year desc, subject, sort_order")


def counts(door: Door, subject: str, fiscal_year: int, unit_id: str) -> pl.DataFrame:
    """What was counted in the year at a unit and at those below it, the newest count first."""
    return door.rows(
        """
        select * from targets__unit_count
        where subject = $subject and fiscal_year = $fiscal_year and list_contains(unit_path, $unit_id)
        order by counted_on desc, sort_order
        """,
        subject=subject,
        fiscal_year=fiscal_year,
        unit_id=unit_id,
    )
