"""Questions to the carry-over marts. Each picks rows and their order; what is counted is counted in the mart."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.warehouse import Door


def units(door: Door, fiscal_year: int) -> pl.DataFrame:
    """What every unit with capital money did with it in a year, in the order of the organisation."""
    return door.rows(
        """
        select * from capital_carry_overs__unit_year where fiscal_year = $fiscal_year
        order by sort_order, unit_id
        """,
        fiscal_year=fiscal_year,
    )


def children(door: Door, unit_id: str, fiscal_year: int) -> pl.DataFrame:
    """The same for the units directly below one."""
    return door.rows(
        """
        select * from capital_carry_overs__unit_year
        where parent_unit_id = $unit_id and fiscal_year = $fiscal_year
        order by sort_order, unit_id
        """,
        unit_id=unit_id,
        fiscal_year=fiscal_year,
    )


def unit(door: Door, unit_id: str, fiscal_year: int) -> dict[str, Any] | None:
    """One unit's year; None when it is not there to be seen."""
    found = door.rows(
        """
        select * from capital_carry_overs__unit_year
        where unit_id = $unit_id and fiscal_year = $fiscal_year
        order by unit_id
        """,
        unit_id=unit_id,
        fiscal_year=fiscal_year,
    )
    return found.row(0, named=True) if len(found) else None


def years(door: Door, unit_id: str) -> pl.DataFrame:
    """One unit year by year, the oldest first."""
    return door.rows(
        "select * from capital_carry_overs__unit_year where unit_id = $unit_id order by fiscal_year",
        unit_id=unit_id,
    )


def municipality(door: Door) -> pl.DataFrame:
    """The rates of the whole municipality year by year, which everybody may hold a unit against."""
    return door.rows("select * from capital_carry_overs__municipality_year order by fiscal_year")


def chain(door: Door, unit_id: str, fiscal_year: int | None = None) -> pl.DataFrame:
    """What was carried out of each year of each project against what the next year got: what does not close first.

    `fiscal_year` keeps that year's links and those of any year that do not close.
    """
    return door.rows(
        """
        select * from capital_carry_overs__project_chain
        where list_contains(unit_path, $unit_id)
          and ($fiscal_year::integer is null or fiscal_year = $fiscal_year
            or link_state in ('open', 'missing_next'))
        order by list_position(['open', 'missing_next', 'waiting', 'not_decided', 'closed'], link_state),
          fiscal_year desc, project_name, project_id
        """,
        unit_id=unit_id,
        fiscal_year=fiscal_year,
    )
