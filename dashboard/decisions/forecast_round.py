"""A forecast round as it stands: what people have answered, laid over what a release says, added up along the units.

What nobody has answered counts at its revised budget, as in every figure that the release makes of forecasts, and how
much that is stands beside it. Amounts are DKK, exact to the øre.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

import polars as pl

from dashboard.decisions.unit_forecast import ANSWERED, STATES, Figures, Part, State, UnitForecast
from dashboard.queries import budget_followup
from dashboard.queries import forecast_round as queries
from dashboard.store.at_hand import AtHand
from dashboard.store.forecast_rounds import Entry, Round, Sign, standing_entries, standing_signs
from dashboard.warehouse import Door

_NOTHING = Decimal(0)


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
