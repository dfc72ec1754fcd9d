"""What pages on one unit in one whole year have in common: the row that is looked at, and the years to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.components.choices import Field
from dashboard.components.masthead import Choice
from dashboard.texts import Texts


@dataclass(frozen=True)
class UnitYear:
    """The row of the unit's year that the page is about, those beside it in `rows`, and the years there are."""

    unit: dict[str, Any]
    rows: pl.DataFrame
    years: list[int]

    @property
    def unit_id(self) -> str:
        return str(self.unit["unit_id"])

    @property
    def year(self) -> int:
        return int(self.unit["fiscal_year"])

    def year_field(self, texts: Texts) -> Field:
        """The filter by which another year is chosen."""
        return Field(
            "year", texts.say("Year"), tuple(Choice(str(year), str(year)) for year in self.years), str(self.year)
        )


def year_among(years: Iterable[int], asked: int | None, otherwise: Iterable[int]) -> int | None:
    """The year that is asked for where it is there, else the first of `otherwise` that is, else the first there is."""
    there = list(years)
    return next((year for year in (asked, *otherwise, *there) if year in there), None)
