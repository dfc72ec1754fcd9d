"""What the page on purchases is drawn from: what the address asks for, held against what there is to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from dashboard import downloads
from dashboard.addresses import Address
from dashboard.components.choices import Field
from dashboard.components.masthead import Choice
from dashboard.looks.filters import unit_field
from dashboard.looks.look import Look
from dashboard.queries import purchases as queries
from dashboard.queries.budget_followup import Cut
from dashboard.queries.budget_followup__posting import of_supplier
from dashboard.queries.postings import Postings
from dashboard.queries.purchases import SupplierList


@dataclass(frozen=True)
class Purchases:
    """The unit that the page is about, as of which period, and what else could have been chosen."""

    unit: dict[str, Any]
    fiscal_year: int
    period: int
    periods: pl.DataFrame
    units: pl.DataFrame

    @property
    def unit_id(self) -> str:
        return str(self.unit["unit_id"])

    @property
    def leaves(self) -> tuple[str, ...]:
        """The units at or below it where postings land."""
        below = self.units.filter(pl.col("is_leaf") & pl.col("unit_path").list.contains(self.unit_id))
        return tuple(below["unit_id"])


def read_purchases(look: Look) -> Purchases | None:
    """What the address asks for where it is there to be seen, else the newest period and the person's own unit."""
    address, periods = look.address, queries.periods(look.door)
    known = list(periods.select("fiscal_year", "period").iter_rows())
    wanted = (address.fiscal_year, address.period)
    for year, period in [one for one in known if one == wanted] or known:
        units = queries.units(look.door, year, period)
        for unit_id in (address.unit_id, *look.person.units, *units["unit_id"].head(1)):
            unit = queries.unit_of(units, unit_id) if unit_id else None
            if unit:
                return Purchases(unit, year, period, periods, units)
    return None


def shown_address(look: Look, chosen: Purchases) -> Address:
    """The address without what is not there to be seen."""
    address = look.address
    if address.period and (address.fiscal_year, address.period) != (chosen.fiscal_year, chosen.period):
        address = replace(address, fiscal_year=None, period=None)
    return replace(address, unit_id=None, opened=()) if address.unit_id not in (None, chosen.unit_id) else address


def fields(look: Look, chosen: Purchases) -> list[Field]:
    """Unit and period."""
    texts = look.texts
    periods = tuple(
        Choice(f"{year}-{period:02d}", texts.month(year, period))
        for year, period in chosen.periods.select("fiscal_year", "period").iter_rows()
    )
    now = f"{chosen.fiscal_year}-{chosen.period:02d}"
    return [unit_field(texts, chosen.units, chosen.unit_id), Field("period", texts.say("Period"), periods, now)]


def whole_period(look: Look, chosen: Purchases) -> dict[str, Any] | None:
    """The municipality's rates until the period, to hold a unit's against; None for the municipality itself."""
    if chosen.unit["parent_unit_id"] is None:
        return None
    found = queries.municipality(look.door, chosen.fiscal_year).filter(period=chosen.period)
    return found.row(0, named=True) if len(found) else None


def until(look: Look, chosen: Purchases) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame | None]:
    """The unit's year until the period, all of its last year, and the municipality's rates (None: it is that)."""
    door, year, passed = look.door, chosen.fiscal_year, pl.col("period") <= chosen.period
    now, before = queries.course(door, chosen.unit_id, year), queries.course(door, chosen.unit_id, year - 1)
    is_whole = chosen.unit["parent_unit_id"] is None
    return now.filter(passed), before, None if is_whole else queries.municipality(door, year).filter(passed)


def postings(look: Look, chosen: Purchases, which: SupplierList, accounts: pl.DataFrame) -> Callable[[str], Postings]:
    """How the postings of a supplier on one of the lists are found."""
    is_outside = which == "outside_agreement"
    counted = accounts.filter(pl.col("has_agreement" if is_outside else "is_consultant"))["account"]
    cut = Cut(chosen.fiscal_year, chosen.period)
    return lambda supplier_id: of_supplier(
        look.door, supplier_id, chosen.leaves, tuple(counted), cut, outside_agreements=is_outside
    )


def workbook_link(look: Look, chosen: Purchases) -> str:
    """What the page shows, as a workbook."""
    cut = {"fiscal_year": chosen.fiscal_year, "period": chosen.period}
    return downloads.link(look.person, look.door, "purchases", look.texts.language, unit=chosen.unit_id, **cut)
