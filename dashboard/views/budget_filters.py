"""The filters of the budget follow-up: what the address asks for, held against what there is to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboard.components.choices import Field
from dashboard.components.masthead import Choice
from dashboard.queries import budget_followup as queries
from dashboard.queries.budget_followup import BudgetBasis, Cut
from dashboard.sentences.words import year_or_month
from dashboard.views.look import Look

INDENT = "\u2003"


@dataclass(frozen=True)
class Chosen:
    """The look at the year, the unit that the page is about, and what else could have been chosen."""

    cut: Cut
    unit: dict[str, Any]
    last_day: date
    is_posted: bool
    periods: pl.DataFrame
    units: pl.DataFrame


def read_choice(look: Look) -> Chosen | None:
    """What the address asks for where it is there to be seen, else the default; None when nothing is published."""
    address = look.address
    periods = queries.periods(look.door)
    if not len(periods):
        return None
    wanted = (
        periods.filter(fiscal_year=address.fiscal_year, period=address.period) if address.period else periods.clear()
    )
    newest = periods.filter(pl.col("is_latest"))
    period = next(part for part in (wanted, newest, periods) if len(part)).row(0, named=True)
    basis: BudgetBasis = "with_carry_over" if address.carry_over else "without_carry_over"
    cut = Cut(period["fiscal_year"], period["period"], address.organisation, basis)
    units = queries.units(look.door, cut)
    for unit_id in (address.unit_id, *look.person.units, *units["unit_id"].head(1)):
        unit = queries.unit(look.door, cut, unit_id) if unit_id else None
        if unit:
            return Chosen(cut, unit, period["last_day"], period["is_posted"], periods, units)
    return None


def path(chosen: Chosen) -> tuple[Choice, ...]:
    """The way from the top that the person sees down to the unit."""
    here = chosen.units.filter(unit_id=chosen.unit["unit_id"])
    if not len(here):
        return ()
    names = dict(zip(chosen.units["unit_id"], chosen.units["unit_name"], strict=True))
    return tuple(Choice(step, names[step]) for step in here.row(0, named=True)["unit_path"] if step in names)


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """Unit, period, organisation, carry-over."""
    texts, cut, address = look.texts, chosen.cut, look.address
    top = chosen.units["level"].min() or 0
    units = tuple(
        Choice(row["unit_id"], INDENT * (row["level"] - top) + row["unit_name"])
        for row in chosen.units.iter_rows(named=True)
    )
    periods = tuple(
        Choice(
            f"{row['fiscal_year']}-{row['period']:02d}",
            year_or_month(texts, row["fiscal_year"], row["period"], is_posted=row["is_posted"]),
        )
        for row in chosen.periods.iter_rows(named=True)
    )
    organisation = (Choice("today", texts.say("as today")), Choice("then", texts.say("as then")))
    carry_over = (Choice("with", texts.say("with")), Choice("without", texts.say("without")))
    return [
        Field("unit", texts.say("Unit"), units, chosen.unit["unit_id"]),
        Field("period", texts.say("Period"), periods, f"{cut.fiscal_year}-{cut.period:02d}"),
        Field("organisation", texts.say("Organisation"), organisation, address.organisation, "segments"),
        Field("budget", texts.say("Carry-over"), carry_over, "with" if address.carry_over else "without", "segments"),
    ]
