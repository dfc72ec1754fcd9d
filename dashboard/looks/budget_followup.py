"""What the budget follow-up is drawn from: what the address asks for, held against what there is to be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from dashboard import downloads
from dashboard.addresses import Address, Opened
from dashboard.components.choices import Field
from dashboard.components.headline import Headline, Note
from dashboard.components.masthead import Choice
from dashboard.decisions.explanation import Explained
from dashboard.looks.filters import unit_field, unit_path
from dashboard.looks.look import Look
from dashboard.queries import budget_followup as queries
from dashboard.queries import data_quality
from dashboard.queries.budget_followup import BudgetBasis, Cut
from dashboard.sentences import budget_followup as sentences
from dashboard.sentences import data_quality as trust
from dashboard.sentences.explanation import counted
from dashboard.sentences.words import year_or_month


@dataclass(frozen=True)
class Chosen:
    """The look at the year, the unit that the page is about, and what else could have been chosen.

    `has_period`, `has_unit`: whether what the address asks for is there to be seen; else the default stands for it.
    """

    cut: Cut
    unit: dict[str, Any]
    last_day: date
    is_posted: bool
    periods: pl.DataFrame
    units: pl.DataFrame
    has_period: bool
    has_unit: bool


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
            has_period, has_unit = not address.period or len(wanted) > 0, address.unit_id in (None, unit_id)
            return Chosen(cut, unit, period["last_day"], period["is_posted"], periods, units, has_period, has_unit)
    return None


def shown_address(look: Look, chosen: Chosen) -> Address:
    """The address without what is not there to be seen."""
    address = look.address
    if not chosen.has_period:
        address = replace(address, fiscal_year=None, period=None)
    if not chosen.has_unit:
        address = replace(address, unit_id=None, opened=())
    if address.explain and address.explain not in chosen.units["unit_id"]:
        address = replace(address, explain=None, account_group=None)
    return address


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """Unit, period, organisation, carry-over."""
    texts, cut, address = look.texts, chosen.cut, look.address
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
        unit_field(texts, chosen.units, chosen.unit["unit_id"]),
        Field("period", texts.say("Period"), periods, f"{cut.fiscal_year}-{cut.period:02d}"),
        Field("organisation", texts.say("Organisation"), organisation, address.organisation, "segments"),
        Field("budget", texts.say("Carry-over"), carry_over, "with" if address.carry_over else "without", "segments"),
    ]


def head_of(look: Look, chosen: Chosen, found: Explained, saving: tuple[Note, ...]) -> Headline:
    """The answer with its key figures; `saving` says what keeps people from entering anything."""
    texts, unit, door, unit_id = look.texts, chosen.unit, look.door, chosen.unit["unit_id"]
    drivers = queries.drivers(door, chosen.cut, unit_id)
    return Headline(
        title=texts.say(sentences.TITLE),
        path=unit_path(chosen.units, unit_id),
        context=sentences.context(texts, unit, door.release, is_posted=chosen.is_posted),
        sentence=sentences.and_more(
            sentences.sentence(texts, unit, drivers, is_posted=chosen.is_posted),
            counted(texts, found.below(unit_id), unit_id),
        ),
        figures=sentences.key_figures(texts, unit),
        notices=(
            *sentences.not_there(texts, unit, look.address, has_period=chosen.has_period, has_unit=chosen.has_unit),
            *sentences.notices(texts, unit),
            *saving,
            *trust.warnings(texts, data_quality.sources(door), data_quality.source_amounts(door)),
        ),
        address=look.put_right(shown_address(look, chosen)),
    )


def workbook_link(look: Look, chosen: Chosen) -> str:
    """What the page shows, as a workbook; as every file, for the browser alone that was shown the link."""
    return _link(look, chosen, "budget_followup", unit=chosen.unit["unit_id"])


def postings_link(look: Look, chosen: Chosen, opened: Opened) -> str:
    """Every posting of the account that is open."""
    account = opened.account or ""
    return _link(look, chosen, "postings", unit=opened.unit_id, account=account, function_code=opened.function)


def _link(look: Look, chosen: Chosen, kind: str, **what: Any) -> str:
    cut = chosen.cut
    shown = {
        "fiscal_year": cut.fiscal_year,
        "period": cut.period,
        "organisation_view": cut.organisation_view,
        "budget_basis": cut.budget_basis,
    }
    return downloads.link(look.person, look.door, kind, look.texts.language, **shown, **what)
