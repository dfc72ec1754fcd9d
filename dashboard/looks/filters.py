"""Filters that more than one page has, made from what is there to be seen."""

from __future__ import annotations

import polars as pl

from dashboard.components.choices import Field
from dashboard.components.masthead import Choice
from dashboard.texts import Texts

INDENT = "\u2003"


def unit_field(texts: Texts, units: pl.DataFrame, unit_id: str) -> Field:
    """The units to choose from (rows: unit_id, unit_name, level), each below the one that it belongs to."""
    top = units["level"].min() or 0
    options = tuple(
        Choice(row["unit_id"], INDENT * (row["level"] - top) + row["unit_name"]) for row in units.iter_rows(named=True)
    )
    return Field("unit", texts.say("Unit"), options, unit_id)


def unit_path(units: pl.DataFrame, unit_id: str) -> tuple[Choice, ...]:
    """The way down to a unit from the highest that the person sees (rows: unit_id, unit_name, unit_path)."""
    here = units.filter(unit_id=unit_id)
    if not len(here):
        return ()
    names = dict(zip(units["unit_id"], units["unit_name"], strict=True))
    return tuple(Choice(step, names[step]) for step in here.row(0, named=True)["unit_path"] if step in names)
