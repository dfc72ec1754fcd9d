"""What the staff page is drawn from: what the address asks for, held against what there is to be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from dashboard import downloads
from dashboard.addresses import Address
from dashboard.components.choices import Field
from dashboard.components.masthead import Choice
from dashboard.looks.filters import unit_field
from dashboard.looks.look import Look
from dashboard.queries import staff as queries


@dataclass(frozen=True)
class Chosen:
    """The unit's month that the page is about, the municipality's, and what else could have been chosen.

    `years`: the newest whole year until then of every unit that is seen, by its id; none before the first.
    """

    unit: dict[str, Any]
    unit_id: str
    whole: dict[str, Any]
    months: pl.DataFrame
    units: pl.DataFrame
    years: dict[str, dict[str, Any]]


def read_choice(look: Look) -> Chosen | None:
    """What the address asks for where it is there to be seen, else the newest month; None before the first."""
    address, months = look.address, queries.months(look.door)
    wanted = months.filter(fiscal_year=address.fiscal_year, period=address.period) if address.period else months.clear()
    for whole in pl.concat([wanted, months]).iter_rows(named=True):
        units = queries.units(look.door, whole["fiscal_year"], whole["period"])
        if not len(units):
            continue
        every = units["unit_id"].to_list()
        found = next(one for one in (address.unit_id, *look.person.units, *every[:1]) if one in every)
        unit = units.filter(unit_id=found).row(0, named=True)
        years = queries.whole_years(look.door, whole["fiscal_year"])
        # In its last month a year is not over for whoever looks at the month before.
        years = years.filter((pl.col("fiscal_year") < whole["fiscal_year"]) | (pl.lit(whole["period"]) == 12))
        newest = years.filter(pl.col("fiscal_year") == years["fiscal_year"].max()) if len(years) else years
        of_year = {row["unit_id"]: row for row in newest.iter_rows(named=True)}
        return Chosen(unit, found, whole, months, units, of_year)
    return None


def shown_address(look: Look, chosen: Chosen) -> Address:
    """The address without what is not there to be seen."""
    address = look.address
    if address.period and (address.fiscal_year, address.period) != (chosen.unit["fiscal_year"], chosen.unit["period"]):
        address = replace(address, fiscal_year=None, period=None)
    if address.unit_id not in (None, chosen.unit_id):
        address = replace(address, unit_id=None, opened=())
    return address


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """Unit and month."""
    texts = look.texts
    months = tuple(
        Choice(f"{row['fiscal_year']}-{row['period']:02d}", texts.month(row["fiscal_year"], row["period"]))
        for row in chosen.months.iter_rows(named=True)
    )
    period = f"{chosen.unit['fiscal_year']}-{chosen.unit['period']:02d}"
    return [
        unit_field(texts, chosen.units, chosen.unit_id),
        Field("period", texts.say("Period"), months, period),
    ]


def workbook_link(look: Look, chosen: Chosen) -> str:
    """What the page shows, as a workbook."""
    year, period = chosen.unit["fiscal_year"], chosen.unit["period"]
    return downloads.link(
        look.person, look.door, "staff", look.texts.language, unit=chosen.unit_id, fiscal_year=year, period=period
    )
