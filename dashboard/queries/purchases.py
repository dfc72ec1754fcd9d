"""Questions to the marts of purchases. Each picks rows and their order; what is counted is counted in the mart."""

from __future__ import annotations

from typing import Any, Literal

import polars as pl

from dashboard.warehouse import Door

SupplierList = Literal["outside_agreement", "consultant"]


def units(door: Door, fiscal_year: int, period: int) -> pl.DataFrame:
    """What every unit had bought by the period, in the order of the organisation."""
    return door.rows(
        """
        select * from purchases__unit_period where fiscal_year = $fiscal_year and period = $period
        order by sort_order, unit_id
        """,
        fiscal_year=fiscal_year,
        period=period,
    )


def children(door: Door, unit_id: str, fiscal_year: int, period: int) -> pl.DataFrame:
    """The same for the units directly below one."""
    return door.rows(
        """
        select * from purchases__unit_period
        where parent_unit_id = $unit_id and fiscal_year = $fiscal_year and period = $period
        order by sort_order, unit_id
        """,
        unit_id=unit_id,
        fiscal_year=fiscal_year,
        period=period,
    )


def course(door: Door, unit_id: str, fiscal_year: int) -> pl.DataFrame:
    """One unit's year, period by period."""
    return door.rows(
        """
        select * from purchases__unit_period where unit_id = $unit_id and fiscal_year = $fiscal_year
        order by period
        """,
        unit_id=unit_id,
        fiscal_year=fiscal_year,
    )


def municipality(door: Door, fiscal_year: int) -> pl.DataFrame:
    """The whole municipality's rates in a year, which everybody may hold a unit against."""
    return door.rows(
        "select * from purchases__municipality_period where fiscal_year = $fiscal_year order by period",
        fiscal_year=fiscal_year,
    )


def periods(door: Door) -> pl.DataFrame:
    """The periods with purchases, the newest first."""
    return door.rows(
        "select fiscal_year, period from purchases__municipality_period order by fiscal_year desc, period desc"
    )


def suppliers(door: Door, which: SupplierList, unit_id: str, fiscal_year: int, period: int) -> pl.DataFrame:
    """The largest suppliers of a list and, in the last row, all others together."""
    return door.rows(
        """
        select * from purchases__unit_supplier
        where supplier_list = $which and unit_id = $unit_id and fiscal_year = $fiscal_year and period = $period
        order by supplier_rank
        """,
        which=which,
        unit_id=unit_id,
        fiscal_year=fiscal_year,
        period=period,
    )


def accounts(door: Door, fiscal_year: int) -> pl.DataFrame:
    """The accounts that were bought on in a year, and what they count as."""
    return door.rows(
        "select * from purchases__account_year where fiscal_year = $fiscal_year order by account",
        fiscal_year=fiscal_year,
    )


def unit_of(units_seen: pl.DataFrame, unit_id: str) -> dict[str, Any] | None:
    """One unit's row among those that are there to be seen."""
    found = units_seen.filter(unit_id=unit_id)
    return found.row(0, named=True) if len(found) else None
