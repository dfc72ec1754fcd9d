"""A forecast round as it stands: what people have answered, laid over what a release says, added up along the units.

What nobody has answered counts at its revised budget, as in every figure that the release makes of forecasts, and how
much that is stands beside it. Amounts are DKK, exact to the øre.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import polars as pl

from dashboard.queries import budget_followup
from dashboard.queries import forecast_round as queries
from dashboard.store.at_hand import AtHand
from dashboard.store.forecast_rounds import (
    Entry,
    Round,
    Sign,
    held_against,
    needs_words,
    standing_entries,
    standing_signs,
)
from dashboard.warehouse import Door
from pipelines.home import Forecasts

Figures = Mapping[str, Any]
State = Literal["none", "draft", "returned", "ready", "approved"]
STATES: tuple[State, ...] = ("none", "returned", "draft", "ready", "approved")
"""Where a unit's forecast can stand, what needs most first. `none`: nothing was ever saved."""
ANSWERED = frozenset({"ready", "approved"})
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Part:
    """An account group of a unit: the mart's figures, and what is answered where something is.

    Of a round that is closed the proposals are those that were shown when the answer was given.
    """

    figures: Figures
    entry: Entry | None = None
    is_frozen: bool = False

    @property
    def account_group(self) -> str:
        return str(self.figures["account_group"])

    @property
    def version(self) -> int:
        return self.entry.version if self.entry else 0

    @property
    def revised_dkk(self) -> Decimal:
        return Decimal(self.figures["revised_dkk"])

    @property
    def actual_dkk(self) -> Decimal:
        return Decimal(self.figures["actual_dkk"])

    @property
    def run_rate_dkk(self) -> Decimal | None:
        return self.entry.run_rate_dkk if self.is_frozen and self.entry else self.figures["run_rate_forecast_dkk"]

    @property
    def statistical_dkk(self) -> Decimal | None:
        return self.entry.statistical_dkk if self.is_frozen and self.entry else self.figures["statistical_forecast_dkk"]

    @property
    def last_round_dkk(self) -> Decimal | None:
        return self.entry.last_round_dkk if self.is_frozen and self.entry else self.figures["last_forecast_dkk"]

    @property
    def is_missing(self) -> bool:
        """Whether there is money that nobody has answered for."""
        return self.entry is None and self.has_money

    @property
    def has_money(self) -> bool:
        return bool(self.revised_dkk or self.actual_dkk)

    @property
    def expected_dkk(self) -> Decimal:
        """What is answered, else the revised budget."""
        return self.entry.amount_dkk if self.entry else self.revised_dkk

    @property
    def before_dkk(self) -> Decimal:
        """What an answer is held against: the last round, else the revised budget."""
        then = self.entry.revised_dkk if self.is_frozen and self.entry else None
        return held_against(self.last_round_dkk, self.revised_dkk if then is None else then)

    @property
    def change_dkk(self) -> Decimal | None:
        """How far the answer is from that; None without an answer."""
        return self.entry.amount_dkk - self.before_dkk if self.entry else None

    def needs_comment(self, amount_dkk: Decimal, limits: Forecasts) -> bool:
        """Whether an answer of that amount must be explained, as the store will ask."""
        return needs_words(amount_dkk, self.before_dkk, limits)


@dataclass(frozen=True)
class UnitForecast:
    """A unit where money lands, with its account groups and where its forecast stands."""

    parts: tuple[Part, ...]
    sign: Sign | None = None

    @property
    def figures(self) -> Figures:
        return self.parts[0].figures

    @property
    def unit_id(self) -> str:
        return str(self.figures["unit_id"])

    @property
    def name(self) -> str:
        return str(self.figures["unit_name"])

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.figures["unit_path"])

    @property
    def given_for(self) -> str | None:
        """The unit's name in the store and in what is delivered; None where nobody answers for the money."""
        given_for: str | None = self.figures["given_for_unit_id"]
        return given_for

    @property
    def is_owed(self) -> bool:
        """Whether somebody is to answer: there is money, and a unit for it."""
        return self.given_for is not None and any(part.has_money for part in self.parts)

    @property
    def state(self) -> State:
        if self.sign and self.sign.state != "draft":
            return self.sign.state
        return "draft" if any(part.entry for part in self.parts) else "none"

    def whole(self, figure: Callable[[Part], Decimal | None]) -> Decimal | None:
        """The account groups' sum of a figure; None where one of them has none."""
        known = [figure(part) for part in self.parts]
        return None if None in known else sum((one for one in known if one is not None), _NOTHING)

    @property
    def sign_version(self) -> int:
        return self.sign.version if self.sign else 0

    def is_late(self, round_: Round, today: date) -> bool:
        """Whether it is owed, not answered, and the last day is over."""
        return self.is_owed and self.state not in ANSWERED and today > round_.closes_on

    def moved_since(self, round_: Round) -> tuple[str, date] | None:
        """The centre that the unit stood in before and the month's last day, where it moved since the round opened."""
        moved_by = self.figures["moved_by"]
        return (self.figures["former_centre_name"], moved_by) if moved_by and moved_by >= round_.opens_on else None

    def closed_since(self, round_: Round) -> date | None:
        """The unit's last day, where that came since the round opened."""
        closed_on = self.figures["closed_on"]
        return closed_on if closed_on and closed_on >= round_.opens_on else None


@dataclass(frozen=True)
class Total:
    """Units added up. `states` counts those that owe an answer by where they stand."""

    revised_dkk: Decimal
    actual_dkk: Decimal
    expected_dkk: Decimal
    missing_dkk: Decimal
    states: Mapping[State, int]
    words: tuple[tuple[UnitForecast, Part], ...]

    @property
    def owed(self) -> int:
        return sum(self.states.values())

    @property
    def answered(self) -> int:
        return sum(self.states[state] for state in STATES if state in ANSWERED)

    @property
    def variance_dkk(self) -> Decimal:
        return self.expected_dkk - self.revised_dkk

    @property
    def state(self) -> State | None:
        """Where the units stand as a whole: where the one stands that needs most; None where none owes an answer."""
        return next((state for state in STATES if self.states[state]), None)


@dataclass(frozen=True)
class Answers:
    """A round with every unit that the person may see.

    `lost` are units that answered and have no money in the release, each with its row of the organisation; None for
    those that the organisation does not have, which are told to who sees the whole municipality.
    """

    round: Round
    units: tuple[UnitForecast, ...]
    organisation: pl.DataFrame
    lost: Mapping[str, Figures | None] = field(default_factory=dict)

    @cached_property
    def by_unit(self) -> Mapping[str, UnitForecast]:
        return {unit.unit_id: unit for unit in self.units}

    def unit(self, unit_id: str | None) -> UnitForecast | None:
        """The unit where money lands; None for one that adds up others, and for one that is not there."""
        return self.by_unit.get(unit_id or "")

    def at(self, unit_id: str) -> tuple[UnitForecast, ...]:
        """The unit where money lands, or all below one that adds up others."""
        return tuple(unit for unit in self.units if unit_id in unit.path)

    def total(self, unit_id: str) -> Total:
        """The sum of what stands at and below a unit."""
        units = self.at(unit_id)
        parts = [part for unit in units for part in unit.parts]
        owed = [unit for unit in units if unit.is_owed]
        said = ((unit, part) for unit in units for part in unit.parts if part.entry and part.entry.comment)
        return Total(
            revised_dkk=sum((part.revised_dkk for part in parts), _NOTHING),
            actual_dkk=sum((part.actual_dkk for part in parts), _NOTHING),
            expected_dkk=sum((part.expected_dkk for part in parts), _NOTHING),
            missing_dkk=sum((part.revised_dkk for part in parts if part.is_missing), _NOTHING),
            states={state: sum(unit.state == state for unit in owed) for state in STATES},
            words=tuple(sorted(said, key=lambda one: -abs(one[1].change_dkk or _NOTHING))),
        )

    def below(self, unit_id: str) -> list[Figures]:
        """The units directly below one that have money, in the order of the organisation."""
        return [
            row
            for row in self.organisation.filter(parent_unit_id=unit_id).iter_rows(named=True)
            if self.at(row["unit_id"])
        ]

    def lost_at(self, unit_id: str) -> tuple[str, ...]:
        """Who answered without money at or below a unit, by name; at the top those that are not there too."""
        parent = self.organisation.filter(unit_id=unit_id)["parent_unit_id"].to_list()
        is_top = parent == [None]
        return tuple(
            key if row is None else str(row["unit_name"])
            for key, row in self.lost.items()
            if (is_top if row is None else unit_id in row["unit_path"])
        )

    def late(self, unit_id: str, today: date) -> tuple[UnitForecast, ...]:
        return tuple(unit for unit in self.at(unit_id) if unit.is_late(self.round, today))


def answers(door: Door, store: AtHand, round_: Round) -> Answers | None:
    """The round as it stands; None where the release has nothing of its year. Raises DoorProblem."""
    rows = queries.proposals(door, round_.fiscal_year)
    if rows.is_empty():
        return None
    entries = store.read({}, standing_entries, round_.fiscal_year, round_.round)
    signs = store.read({}, standing_signs, round_.fiscal_year, round_.round)
    units = tuple(_units(rows, entries, signs, is_frozen=round_.state == "closed"))
    organisation = queries.units(door, round_.fiscal_year, _period(door, round_.fiscal_year))
    known = {(unit.given_for, part.account_group) for unit in units for part in unit.parts}
    answered = {unit_id for unit_id, group in entries if (unit_id, group) not in known}
    answered |= {unit_id for unit_id, sign in signs.items() if sign.state in ANSWERED} - {key for key, _ in known}
    rows_of_units = {row["unit_id"]: row for row in organisation.iter_rows(named=True)}
    lost = {unit_id: rows_of_units.get(unit_id) for unit_id in sorted(answered)}
    if not door.scope.is_whole_municipality:
        lost = {unit_id: row for unit_id, row in lost.items() if row}
    return Answers(round_, units, organisation, lost)


def _period(door: Door, fiscal_year: int) -> int:
    of_year = budget_followup.periods(door).filter(fiscal_year=fiscal_year)
    return int(of_year.sort("is_latest", "period", descending=True)["period"][0])


def _units(
    rows: pl.DataFrame,
    entries: Mapping[tuple[str, str], Entry],
    signs: Mapping[str, Sign],
    *,
    is_frozen: bool,
) -> Iterable[UnitForecast]:
    by_unit: dict[str, list[Figures]] = {}
    for row in rows.iter_rows(named=True):
        by_unit.setdefault(row["unit_id"], []).append(row)
    for found in by_unit.values():
        key = found[0]["given_for_unit_id"]
        parts = (Part(row, entries.get((key, row["account_group"])), is_frozen) for row in found)
        yield UnitForecast(tuple(parts), signs.get(key))
