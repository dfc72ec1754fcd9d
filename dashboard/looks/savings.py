"""What the savings are drawn from: what the address asks for, held against what there is to be seen."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard import downloads
from dashboard.addresses import EVERY, Address
from dashboard.components.choices import Field
from dashboard.components.masthead import Choice
from dashboard.looks.filters import unit_field
from dashboard.looks.look import Look
from dashboard.looks.unit_year import UnitYear, year_among
from dashboard.queries import savings as queries
from dashboard.queries.savings import EVERY_PROGRAMME


@dataclass(frozen=True)
class Savings(UnitYear):
    """The unit's year that the page is about: `rows` are the sums of every unit and programme of the year."""

    @property
    def programme_id(self) -> str:
        return str(self.unit["programme_id"])

    @property
    def units(self) -> pl.DataFrame:
        """The units of the programme, in the organisation's order."""
        return self.rows.filter(programme_id=self.programme_id)

    @property
    def programmes(self) -> pl.DataFrame:
        """The unit's sums, programme by programme."""
        return self.rows.filter((pl.col("unit_id") == self.unit_id) & (pl.col("programme_id") != EVERY_PROGRAMME))

    @property
    def below(self) -> pl.DataFrame:
        """The centres below the unit, else what lies directly below it."""
        here = pl.col("unit_path").list.contains(self.unit_id) & (pl.col("unit_id") != self.unit_id)
        centres = self.units.filter(here & (pl.col("unit_kind") == "centre"))
        return centres if len(centres) else self.units.filter(parent_unit_id=self.unit_id)


def read_savings(look: Look) -> Savings | None:
    """What the address asks for where it is there to be seen, else the newest year that has begun, all programmes."""
    address, places = look.address, queries.places(look.door)
    years = list(dict.fromkeys(places["fiscal_year"]))
    begun = [year for year, as_of in zip(places["fiscal_year"], places["as_of"], strict=True) if as_of.year >= year]
    year = year_among(years, address.year, begun)
    if year is None:
        return None
    rows = queries.of_year(look.door, year)
    for programme_id in (address.programme, EVERY_PROGRAMME):
        units = rows.filter(programme_id=programme_id or EVERY_PROGRAMME)
        unit_id = look.unit_among(units["unit_id"].to_list())
        if unit_id:
            return Savings(units.filter(unit_id=unit_id).row(0, named=True), rows, years)
    return None


def shown_address(look: Look, chosen: Savings) -> Address:
    """The address without what is not there to be seen."""
    return look.address.shown(unit_id=chosen.unit_id, year=chosen.year, programme=chosen.programme_id)


def fields(look: Look, chosen: Savings) -> list[Field]:
    """Unit, year and programme."""
    say = look.texts.say
    named = chosen.rows.filter(unit_id=chosen.unit_id).iter_rows(named=True)
    programmes = [Choice(row["programme_id"], row["programme_name"]) for row in named]
    every = [Choice(EVERY, say("All programmes"))]
    shown = EVERY if chosen.programme_id == EVERY_PROGRAMME else chosen.programme_id
    return [
        unit_field(look.texts, chosen.units, chosen.unit_id),
        chosen.year_field(look.texts),
        Field(
            "programme",
            say("Programme"),
            (*every, *(one for one in programmes if one.value != EVERY_PROGRAMME)),
            shown,
        ),
    ]


def workbook_link(look: Look, chosen: Savings) -> str:
    """What the page shows, as a workbook."""
    about = (look.person, look.door, "savings", look.texts.language)
    return downloads.link(*about, unit=chosen.unit_id, year=chosen.year, programme=chosen.programme_id)
