"""Questions to the forecast round's mart. Each picks rows and their order; what is counted is counted in the mart."""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import Door


def proposals(door: Door, fiscal_year: int) -> pl.DataFrame:
    """What a forecast of the year begins with: a row per unit and account group, in the order of the organisation."""
    return door.rows(
        """
        select * from forecast_round__proposal
        where fiscal_year = $fiscal_year
        order by sort_order, unit_id, account_group desc
        """,
        fiscal_year=fiscal_year,
    )


def units(door: Door, fiscal_year: int, period: int) -> pl.DataFrame:
    """The units that the person may see, as today's organisation has them, in its order."""
    return door.rows(
        """
        select unit_id, unit_name, unit_kind, parent_unit_id, level, unit_path, sort_order
        from organisation__unit_period
        where organisation_view = 'today' and fiscal_year = $fiscal_year and period = $period
        order by sort_order, unit_id
        """,
        fiscal_year=fiscal_year,
        period=period,
    )
