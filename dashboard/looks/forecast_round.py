"""What a forecast round is drawn from: the round and unit of the address, the store, and what one may do there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from dashboard import access, downloads
from dashboard.addresses import Address
from dashboard.components.choices import Field
from dashboard.components.headline import Note, Sentence
from dashboard.components.masthead import Choice
from dashboard.decisions import forecast_round as decisions
from dashboard.decisions.forecast_opening import rounds as rounds_of
from dashboard.decisions.forecast_opening import running_year
from dashboard.decisions.forecast_round import Answers, Total
from dashboard.decisions.unit_forecast import Figures, UnitForecast
from dashboard.looks.filters import unit_field, unit_path
from dashboard.looks.look import Look
from dashboard.person import Person
from dashboard.sentences import forecast_round as sentences
from dashboard.sentences import store_words
from dashboard.store.at_hand import AtHand
from dashboard.store.forecast_rounds import Entry, Round, Sign, entry_history, sign_history

PAGE: access.Page = "forecast_round"


@dataclass(frozen=True)
class Chosen:
    """The round and unit that the page shows, and what else could have been chosen. `answers` None: nothing of it."""

    store: AtHand
    round: Round
    rounds: list[Round]
    answers: Answers | None
    unit_id: str

    @property
    def shown(self) -> Answers:
        """The answers of a page that has any."""
        if self.answers is None:
            raise LookupError(self.round.round)
        return self.answers

    @property
    def units(self) -> pl.DataFrame:
        """The units to choose from: those with money at or below them."""
        here = {step for unit in self.shown.units for step in unit.path}
        return self.shown.organisation.filter(pl.col("unit_id").is_in(here))

    @property
    def row(self) -> Figures:
        return self.units.row(by_predicate=pl.col("unit_id") == self.unit_id, named=True)

    @property
    def unit(self) -> UnitForecast | None:
        """The unit where money lands; None for one that adds up others."""
        return self.shown.unit(self.unit_id)

    @property
    def total(self) -> Total:
        return self.shown.total(self.unit_id)


def read_choice(look: Look, store: AtHand) -> Chosen | None:
    """What the address asks for where it is there to be seen, else the newest open round and one's own unit."""
    rounds, address = rounds_of(store), look.address
    named = [one for one in rounds if one.round == address.round_name]
    of_year = [one for one in rounds if one.fiscal_year == address.year]
    wanted = [*(one for one in named if address.year in (None, one.fiscal_year)), *of_year]
    open_ones = [one for one in rounds if one.state == "open"]
    round_ = next(iter([*wanted, *open_ones, *rounds]), None)
    if round_ is None:
        return None
    answers = decisions.answers(look.door, store, round_)
    if answers is None:
        return Chosen(store, round_, rounds, None, "")
    seen = Chosen(store, round_, rounds, answers, "").units["unit_id"].to_list()
    unit_id = next((one for one in (address.unit_id, *look.person.units, *seen[:1]) if one in seen), "")
    return Chosen(store, round_, rounds, answers if unit_id else None, unit_id)


def nothing_yet(look: Look, store: AtHand) -> Sentence:
    """Why there is no round to show."""
    return sentences.nothing_yet(
        look.texts,
        is_known=store.engine is not None,
        has_postings=running_year(look.door) is not None,
        may_open=may_steer(look),
    )


def shown_address(look: Look, chosen: Chosen) -> Address:
    """The address without what is not there to be seen."""
    address = look.address
    if address.unit_id not in (None, chosen.unit_id):
        address = replace(address, unit_id=None)
    if address.round_name not in (None, chosen.round.round):
        address = replace(address, round_name=None)
    if address.year not in (None, chosen.round.fiscal_year):
        address = replace(address, year=None)
    return address


def path(chosen: Chosen) -> tuple[Choice, ...]:
    return unit_path(chosen.units, chosen.unit_id)


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """Unit, and the rounds of the year."""
    say = look.texts.say
    of_year = [one for one in chosen.rounds if one.fiscal_year == chosen.round.fiscal_year]
    rounds = tuple(
        Choice(one.round, one.round if one.state == "open" else say("{round}, closed", round=one.round))
        for one in of_year
    )
    years = tuple(Choice(str(year), str(year)) for year in dict.fromkeys(one.fiscal_year for one in chosen.rounds))
    found = [unit_field(look.texts, chosen.units, chosen.unit_id)]
    if len(years) > 1:
        found.append(Field("year", say("Year"), years, str(chosen.round.fiscal_year)))
    return [*found, Field("round", say("Round"), rounds, chosen.round.round)]


def notices(look: Look, chosen: Chosen) -> tuple[Note, ...]:
    """What cannot be saved now, and what became of units since the round opened."""
    units = (chosen.unit,) if chosen.unit else chosen.shown.at(chosen.unit_id)
    return (*banner(look, chosen.store), *sentences.notices(look.texts, chosen.shown, units, chosen.unit_id))


def banner(look: Look, store: AtHand) -> tuple[Note, ...]:
    text = store_words.banner(look.texts, store)
    return (Note(text, "over", "act"),) if text else ()


def history(chosen: Chosen, unit: UnitForecast) -> tuple[list[Entry], list[Sign]]:
    """All that was saved and signed for a unit in the round."""
    key = (chosen.round.fiscal_year, chosen.round.round, unit.given_for or "")
    nothing: list[Entry] = []
    unsigned: list[Sign] = []
    return chosen.store.read(nothing, entry_history, *key), chosen.store.read(unsigned, sign_history, *key)


def may_steer(look: Look) -> bool:
    """Whether one opens rounds, sets their dates and closes them."""
    return access.may(look.person, "steer_round")


def may_answer(person: Person, unit: UnitForecast) -> bool:
    """Whether one gives the unit's forecast: its head does; for what a centre books on itself, its manager."""
    if not access.may(person, "give_forecast") or unit.given_for is None:
        return False
    if person.role == "institution_head":
        return bool(set(person.units) & set(unit.path))
    return person.role == "centre_manager" and unit.given_for in person.units


def may_approve(person: Person, unit: UnitForecast) -> bool:
    """Whether one stands above the unit: approves its forecast, or sends it back."""
    is_above = person.role == "centre_manager" and bool(set(person.units) & set(unit.path))
    return is_above and access.may(person, "approve_forecast") and unit.given_for is not None


def workbook_link(look: Look, chosen: Chosen) -> str:
    """What the page shows, as a workbook."""
    return downloads.link(
        look.person,
        look.door,
        "forecast_round",
        look.texts.language,
        unit=chosen.unit_id,
        year=chosen.round.fiscal_year,
        round=chosen.round.round,
    )
