"""What the forecast accuracy is drawn from: what the address asks for, held against what there is to be seen."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard import downloads
from dashboard.addresses import Address
from dashboard.components.choices import Field
from dashboard.components.masthead import Choice
from dashboard.looks.filters import unit_field
from dashboard.looks.look import Look
from dashboard.looks.unit_year import UnitYear
from dashboard.queries import forecast_accuracy as queries
from dashboard.queries.forecast_accuracy import Ledger
from dashboard.sentences.forecast_words import LEVELS


@dataclass(frozen=True)
class Accuracy(UnitYear):
    """The unit and round that the page is about: `unit` is the row of the round, `rows` are the year's units.

    `record` is every closed round of the unit, `rounds` the rounds of its year.
    """

    ledger: Ledger
    record: pl.DataFrame
    rounds: pl.DataFrame

    @property
    def below(self) -> tuple[str, ...]:
        """The units to compare: the centres below this one, else what lies directly below it."""
        here = pl.col("unit_path").list.contains(self.unit_id) & (pl.col("unit_id") != self.unit_id)
        centres = self.rows.filter(here & (pl.col("unit_kind") == "centre"))
        found = centres if len(centres) else self.rows.filter(parent_unit_id=self.unit_id)
        return tuple(found["unit_id"])


def read_accuracy(look: Look) -> Accuracy | None:
    """What the address asks for where it is there to be seen, else the newest closed year's last round."""
    address, ledger = look.address, Ledger(look.address.organisation, look.address.item_level)
    closed = queries.rounds(look.door).filter(pl.col("is_closed_year"))
    years = list(dict.fromkeys(closed["fiscal_year"]))
    for year in (address.year, *years):
        rounds = closed.filter(pl.col("fiscal_year") == (year or 0))
        if not len(rounds):
            continue
        units = queries.units(look.door, ledger, year, rounds["last_period"][0])
        for unit_id in (address.unit_id, *look.person.units, *units["unit_id"].head(1)):
            record = queries.of_unit(look.door, ledger, unit_id) if unit_id else units.clear()
            of_year = record.filter(fiscal_year=year) if len(record) else record
            if len(of_year):
                wanted = of_year.filter(round=address.round_name) if address.round_name else of_year.clear()
                unit = next(part for part in (wanted, of_year) if len(part)).row(-1, named=True)
                return Accuracy(unit, units, years, ledger, record, rounds)
    return None


def shown_address(look: Look, chosen: Accuracy) -> Address:
    """The address without what is not there to be seen."""
    return look.address.shown(unit_id=chosen.unit_id, year=chosen.year, round_name=chosen.unit["round"])


def fields(look: Look, chosen: Accuracy) -> list[Field]:
    """Unit, year, round, level and organisation."""
    say = look.texts.say
    rounds = tuple(Choice(name, name) for name in chosen.rounds["round"])
    levels = tuple(Choice(level, say(words)) for level, words in LEVELS.items())
    organisation = (Choice("today", say("as today")), Choice("then", say("as then")))
    return [
        unit_field(look.texts, chosen.rows, chosen.unit_id),
        chosen.year_field(look.texts),
        Field("round", say("Round"), rounds, chosen.unit["round"]),
        Field("level", say("Errors counted by"), levels, chosen.ledger.item_level, "segments"),
        Field("organisation", say("Organisation"), organisation, chosen.ledger.organisation_view, "segments"),
    ]


def workbook_link(look: Look, chosen: Accuracy) -> str:
    """What the page shows, as a workbook."""
    shown = {
        "unit": chosen.unit_id,
        "year": chosen.year,
        "round": chosen.unit["round"],
        "organisation_view": chosen.ledger.organisation_view,
        "item_level": chosen.ledger.item_level,
    }
    return downloads.link(look.person, look.door, "forecast_accuracy", look.texts.language, **shown)
