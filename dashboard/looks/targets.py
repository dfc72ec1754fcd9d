"""What the targets are drawn from: what the address asks for, held against what there is to be seen."""

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
from dashboard.queries import targets as queries
from dashboard.sentences.targets import subject_of


@dataclass(frozen=True)
class Targets:
    """The unit's row that the page is about, and what else could have been chosen.

    `rows` are all units of the subject and year; `others` the unit's other subjects in the year.
    """

    unit: dict[str, Any]
    rows: pl.DataFrame
    others: list[dict[str, Any]]
    subjects: list[dict[str, Any]]
    years: list[int]

    @property
    def unit_id(self) -> str:
        return str(self.unit["unit_id"])

    @property
    def year(self) -> int:
        return int(self.unit["fiscal_year"])

    @property
    def subject(self) -> str:
        return str(self.unit["subject"])


def read_targets(look: Look) -> Targets | None:
    """What the address asks for where it is there to be seen, else the newest year, and what is reached least."""
    address, every = look.address, queries.every(look.door)
    years = list(dict.fromkeys(every["fiscal_year"]))
    counted = list(dict.fromkeys(every.filter(pl.col("counted_on").is_not_null())["fiscal_year"]))
    year = next((year for year in (address.year, *counted, *years) if year in years), None)
    if year is None:
        return None
    of_year = every.filter(fiscal_year=year)
    units = of_year["unit_id"].to_list()
    wanted = (address.unit_id, *look.person.units, *of_year.sort("sort_order")["unit_id"].head(1))
    unit_id = next(one for one in wanted if one in units)
    of_unit = of_year.filter(unit_id=unit_id).sort("attainment_share", "subject", nulls_last=True).to_dicts()
    unit = next((row for row in of_unit if row["subject"] == address.subject), of_unit[0])
    return Targets(
        unit=unit,
        rows=of_year.filter(subject=unit["subject"]),
        others=[row for row in of_unit if row is not unit],
        subjects=sorted(of_unit, key=lambda row: str(row["subject"])),
        years=years,
    )


def shown_address(look: Look, chosen: Targets) -> Address:
    """The address without what is not there to be seen."""
    address = look.address
    if address.unit_id not in (None, chosen.unit_id):
        address = replace(address, unit_id=None)
    if address.subject not in (None, chosen.subject):
        address = replace(address, subject=None)
    return replace(address, year=None) if address.year not in (None, chosen.year) else address


def fields(look: Look, chosen: Targets) -> list[Field]:
    """What is counted, unit and year."""
    say = look.texts.say
    subjects = tuple(Choice(row["subject"], subject_of(look.texts, row)) for row in chosen.subjects)
    years = tuple(Choice(str(year), str(year)) for year in chosen.years)
    return [
        Field("subject", say("Target number"), subjects, chosen.subject),
        unit_field(look.texts, chosen.rows, chosen.unit_id),
        Field("year", say("Year"), years, str(chosen.year)),
    ]


def workbook_link(look: Look, chosen: Targets) -> str:
    """What the page shows, as a workbook."""
    about = (look.person, look.door, "targets", look.texts.language)
    return downloads.link(*about, unit=chosen.unit_id, year=chosen.year, subject=chosen.subject)
