"""A unit's forecast in a round: what the release says of each account group, and what is answered.

Amounts are DKK, exact to the øre.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from dashboard.store.forecast_rounds import Entry, Round, Sign, held_against, needs_words
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
