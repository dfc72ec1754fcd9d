"""Questions to the forecast accuracy marts. Each picks rows and their order; what is counted is counted in the mart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from dashboard.warehouse import Door

OrganisationView = Literal["then", "today"]
ItemLevel = Literal["account_group", "unit", "centre"]


@dataclass(frozen=True)
class Ledger:
    """One look at the forecasts: in which organisation, and what errors are counted by."""

    organisation_view: OrganisationView = "today"
    item_level: ItemLevel = "unit"


def rounds(door: Door) -> pl.DataFrame:
    """Every round, the newest year first and its rounds in their order."""
    return door.rows("select * from forecast_accuracy__round order by fiscal_year desc, round_number")


def units(door: Door, ledger: Ledger, fiscal_year: int, period: int) -> pl.DataFrame:
    """The units that the person may choose in a year's organisation, in its order."""
    return door.rows(
        """
        select unit_id, unit_name, unit_kind, parent_unit_id, level, unit_path
        from organisation__unit_period
        where organisation_view = $organisation_view and fiscal_year = $fiscal_year and period = $period
        order by sort_order, unit_id
        """,
        organisation_view=ledger.organisation_view,
        fiscal_year=fiscal_year,
        period=period,
    )


def of_unit(door: Door, ledger: Ledger, unit_id: str) -> pl.DataFrame:
    """One unit in every closed year and round, all account groups together, the oldest first."""
    return door.rows(
        """
        select * from forecast_accuracy__unit_round
        where organisation_view = $organisation_view and item_level = $item_level and account_group = 'all'
          and unit_id = $unit_id
        order by fiscal_year, round_number
        """,
        **_of(ledger),
        unit_id=unit_id,
    )


def of_units(door: Door, ledger: Ledger, fiscal_year: int, unit_ids: tuple[str, ...]) -> pl.DataFrame:
    """The rounds of a year for the units named: those that hit best in the newest round first."""
    return door.rows(
        """
        select * from forecast_accuracy__unit_round
        where organisation_view = $organisation_view and item_level = $item_level and account_group = 'all'
          and fiscal_year = $fiscal_year and list_contains($unit_ids::varchar[], unit_id)
        order by round_number desc, precision_share desc nulls last, sort_order, unit_id
        """,
        **_of(ledger),
        fiscal_year=fiscal_year,
        unit_ids=unit_ids,
    )


def of_groups(door: Door, ledger: Ledger, fiscal_year: int, unit_id: str) -> pl.DataFrame:
    """The rounds of a year for one unit's wages, other operations and income."""
    return door.rows(
        """
        select * from forecast_accuracy__unit_round
        where organisation_view = $organisation_view and item_level = $item_level and account_group <> 'all'
          and fiscal_year = $fiscal_year and unit_id = $unit_id
        order by round_number desc, account_group desc
        """,
        **_of(ledger),
        fiscal_year=fiscal_year,
        unit_id=unit_id,
    )


def years(door: Door, ledger: Ledger, unit_id: str) -> pl.DataFrame:
    """One unit's outturn against its adopted budget, year by year, the newest first."""
    return door.rows(
        """
        select * from forecast_accuracy__unit_year
        where organisation_view = $organisation_view and item_level = $item_level and unit_id = $unit_id
        order by fiscal_year desc
        """,
        **_of(ledger),
        unit_id=unit_id,
    )


def outlook(door: Door, ledger: Ledger, unit_id: str) -> dict[str, Any] | None:
    """What a unit's own errors say about the open forecast; None where there is none to be seen."""
    found = door.rows(
        """
        select * from forecast_accuracy__unit_outlook
        where organisation_view = $organisation_view and account_group = 'all' and unit_id = $unit_id
        order by fiscal_year desc
        """,
        organisation_view=ledger.organisation_view,
        unit_id=unit_id,
    )
    return found.row(0, named=True) if len(found) else None


def _of(ledger: Ledger) -> dict[str, str]:
    return {"organisation_view": ledger.organisation_view, "item_level": ledger.item_level}
