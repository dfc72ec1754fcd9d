"""Questions to the staff marts. Each picks rows and their order; who is hidden is decided in the mart."""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import Door


def months(door: Door) -> pl.DataFrame:
    """Every month with staff figures, the newest first, with the municipality's sickness and how it is counted."""
    return door.rows("select * from staff__municipality_month order by fiscal_year desc, period desc")


def units(door: Door, fiscal_year: int, period: int) -> pl.DataFrame:
    """Every unit's month, in the order of the organisation."""
    return door.rows(
        """
        select * from staff__unit_month where fiscal_year = $fiscal_year and period = $period
        order by sort_order, unit_id
        """,
        fiscal_year=fiscal_year,
        period=period,
    )


def employing_today(door: Door) -> pl.DataFrame:
    """The units with employees in the newest month, hidden or not."""
    return door.rows("select unit_id from staff__unit_month where is_latest order by sort_order, unit_id")


def course(door: Door, unit_id: str) -> pl.DataFrame:
    """One unit month by month, the oldest first."""
    return door.rows(
        "select * from staff__unit_month where unit_id = $unit_id order by fiscal_year, period", unit_id=unit_id
    )


def whole_years(door: Door, fiscal_year: int) -> pl.DataFrame:
    """Turnover and spells of every unit in every whole year until one, the newest first."""
    return door.rows(
        """
        select * from staff__unit_year where fiscal_year <= $fiscal_year
        order by fiscal_year desc, sort_order, unit_id
        """,
        fiscal_year=fiscal_year,
    )


def positions(door: Door, unit_id: str) -> pl.DataFrame:
    """Vacant positions of a unit and those below it, the longest vacant first."""
    return door.rows(
        """
        select * from staff__position where list_contains(unit_path, $unit_id)
        order by vacant_since, sort_order, position_id
        """,
        unit_id=unit_id,
    )
