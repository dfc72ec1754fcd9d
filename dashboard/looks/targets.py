"""What the targets are drawn from: what the address asks for, held against what there is to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard import downloads
from dashboard.addresses import Address
from dashboard.components.choices import Field
from dashboard.components.masthead import Choice
from dashboard.looks.filters import unit_field
from dashboard.looks.look import Look
from dashboard.looks.unit_year import UnitYear, year_among
from dashboard.queries import targets as queries
from dashboard.sentences.targets import subject_of


@dataclass(frozen=True)
class Targets(UnitYear):
    """The unit's row that the page is about: `rows` are all units of the subject and year.

    `subjects` are the unit's rows of the year, subject by subject; `others` all but this one.
    """

    others: list[dict[str, Any]]
    subjects: list[dict[str, Any]]

    @property
    def subject(self) -> str:
        return str(self.unit["subject"])


def read_targets(look: Look) -> Targets | None:
    """What the address asks for where it is there to be seen, else the newest year, and what is reached least."""
    address, every = look.address, queries.every(look.door)
    years = list(dict.fromkeys(every["fiscal_year"]))
    counted = list(dict.fromkeys(every.filter(pl.col("counted_on").is_not_null())["fiscal_year"]))
    year = year_among(years, address.year, counted)
    if year is None:
        return None
    of_year = every.filter(fiscal_year=year)
    unit_id = look.unit_among(of_year.sort("sort_order")["unit_id"].to_list())
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
    return look.address.shown(unit_id=chosen.unit_id, year=chosen.year, subject=chosen.subject)


def fields(look: Look, chosen: Targets) -> list[Field]:
    """What is counted, unit and year."""
    say = look.texts.say
    subjects = tuple(Choice(row["subject"], subject_of(look.texts, row)) for row in chosen.subjects)
    return [
        Field("subject", say("Target number"), subjects, chosen.subject),
        unit_field(look.texts, chosen.rows, chosen.unit_id),
        chosen.year_field(look.texts),
    ]


def workbook_link(look: Look, chosen: Targets) -> str:
    """What the page shows, as a workbook."""
    about = (look.person, look.door, "targets", look.texts.language)
    return downloads.link(*about, unit=chosen.unit_id, year=chosen.year, subject=chosen.subject)
