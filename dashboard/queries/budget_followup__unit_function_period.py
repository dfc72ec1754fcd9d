"""Questions about what the money is spent on. Each picks rows and their order; what is summed is summed in the mart."""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import Door


def functions(door: Door, fiscal_year: int, period: int, unit_id: str) -> pl.DataFrame:
    """What a unit has spent by function until the end of a quarter, the most first."""
    return door.rows(
        """
        select * from budget_followup__unit_function_period
        where organisation_view = 'today' and fiscal_year = $fiscal_year and period = $period and unit_id = $unit_id
        order by actual_dkk desc, function_code
        """,
        fiscal_year=fiscal_year,
        period=period,
        unit_id=unit_id,
    )
