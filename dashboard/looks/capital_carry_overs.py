"""What the carry-overs are drawn from: what the address asks for, held against what there is to be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from dashboard import downloads
from dashboard.addresses import Address
from dashboard.components.browser import Act, OnAct
from dashboard.components.choices import Field
from dashboard.looks.filters import unit_field
from dashboard.looks.look import Look
from dashboard.looks.unit_year import UnitYear
from dashboard.queries import capital_carry_overs as queries
from dashboard.queries import capital_projects


@dataclass(frozen=True)
class CarryOvers(UnitYear):
    """The unit's year that the page is about: `rows` are the year's units."""


def read_carry_overs(look: Look) -> CarryOvers | None:
    """What the address asks for where it is there to be seen, else the newest year that has been carried out of."""
    address = look.address
    known = capital_projects.fiscal_years(look.door)
    years = known.filter(pl.col("is_posted") | pl.col("is_carried_out"))["fiscal_year"].to_list()
    carried = known.filter(pl.col("is_carried_out"))["fiscal_year"].to_list()
    for year in (address.year, *carried, *years):
        units = queries.units(look.door, year) if year in years else None
        if units is None or not len(units):
            continue
        unit_id = look.unit_among(units["unit_id"].to_list())
        return CarryOvers(units.filter(unit_id=unit_id).row(0, named=True), units, years)
    return None


def shown_address(look: Look, chosen: CarryOvers) -> Address:
    """The address without what is not there to be seen."""
    return look.address.shown(unit_id=chosen.unit_id, year=chosen.year)


def whole(look: Look, chosen: CarryOvers) -> pl.DataFrame | None:
    """The municipality's rates, to hold a unit's against; None for the municipality itself."""
    return None if chosen.unit["parent_unit_id"] is None else queries.municipality(look.door)


def whole_year(look: Look, chosen: CarryOvers) -> dict[str, Any] | None:
    """The municipality's rates in the year that is looked at."""
    rates = whole(look, chosen)
    found = rates.filter(fiscal_year=chosen.year) if rates is not None else None
    return found.row(0, named=True) if found is not None and len(found) else None


def fields(look: Look, chosen: CarryOvers) -> list[Field]:
    """Unit and year."""
    return [unit_field(look.texts, chosen.rows, chosen.unit_id), chosen.year_field(look.texts)]


def opener(look: Look) -> OnAct:
    """A project that is clicked is shown on the portfolio's page."""

    def opened(act: Act) -> None:
        project = act.get("at")
        if project:
            look.leave("capital_projects", replace(look.address.elsewhere(), project=project))

    return opened


def workbook_link(look: Look, chosen: CarryOvers) -> str:
    """What the page shows, as a workbook."""
    kind, language = "capital_carry_overs", look.texts.language
    return downloads.link(look.person, look.door, kind, language, unit=chosen.unit_id, year=chosen.year)
