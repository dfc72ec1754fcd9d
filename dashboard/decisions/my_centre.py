"""What waits for the people of a unit, and when somebody last looked.

What waits is the open forecast round, supervisions without a signature, and deviations that nobody has explained.

What it asks of the store is five questions at most, whoever looks: the page is the one that is opened most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from dashboard.decisions import explanation, supervision
from dashboard.decisions.explanation import Deviation, Explained, Key
from dashboard.decisions.supervision import Owed
from dashboard.queries import forecast_round
from dashboard.queries.budget_followup import Cut
from dashboard.store.at_hand import AtHand
from dashboard.store.attention import Visit, look_in
from dashboard.store.data_orders import WaitingOrder, waiting_orders
from dashboard.store.explanations import Explanation, question_of_explanations
from dashboard.store.focus_areas import Decision, Publication, Validation, questions_of_centre
from dashboard.store.journal import NotKept
from dashboard.store.open_rounds import OpenRound, open_rounds
from dashboard.store.reading import NotRead, ask_together
from dashboard.warehouse import Door

Figures = Mapping[str, Any]
PAGE = "my_centre"


@dataclass(frozen=True)
class RoundDue:
    """An open round: of the units that owe a forecast, those that have given none and those that wait for approval.

    `returned`: of those that have given none, what was said to the ones whose forecast was sent back.
    """

    fiscal_year: int
    round: str
    opens_on: date
    closes_on: date
    unit_count: int
    missing: tuple[str, ...]
    ready: tuple[str, ...]
    returned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """What waits in a unit and all below it. `deviations` are those without an explanation of `deviation_count`."""

    rounds: tuple[RoundDue, ...]
    supervisions: tuple[Owed, ...]
    deviations: tuple[Deviation, ...]
    deviation_count: int


@dataclass(frozen=True)
class Said:
    """What stands in the store, asked in one question: a year's explanations (None: it cannot be read), a centre's own.

    Of a unit that is no centre there are no editions, decisions and validations.
    """

    explanations: Mapping[Key, Explanation] | None = None
    orders: Sequence[WaitingOrder] = ()
    editions: Sequence[Publication] = ()
    decisions: Sequence[Decision] = ()
    validations: Sequence[Validation] = ()


@dataclass(frozen=True)
class Everything:
    """What was found in the release and the store for all that a person sees; `of` cuts it to a unit.

    `owing`: by fiscal year the units that owe a forecast, each by the name that it has in the store.
    """

    rounds: tuple[OpenRound, ...]
    owing: Mapping[int, tuple[Figures, ...]]
    owed: tuple[Owed, ...]
    explained: Explained
    said: Said

    def of(self, unit_id: str) -> Waiting:
        """What waits in the unit and all below it."""
        deviating = self.explained.below(unit_id)
        return Waiting(
            rounds=tuple(self._due(one, unit_id) for one in self.rounds),
            supervisions=tuple(one for one in supervision.below(self.owed, unit_id) if one.is_open),
            deviations=tuple(one for one in deviating if not one.is_explained),
            deviation_count=len(deviating),
        )

    def explained_since(self, unit_id: str, moment: datetime) -> int:
        """How many deviations of the unit have had something said of them since then."""
        deviating = self.explained.below(unit_id)
        return sum(any(said.entered_at > moment for said in one.said) for one in deviating)

    def _due(self, one: OpenRound, unit_id: str) -> RoundDue:
        units = [row for row in self.owing.get(one.fiscal_year, ()) if unit_id in row["unit_path"]]
        return RoundDue(
            one.fiscal_year,
            one.round,
            one.opens_on,
            one.closes_on,
            unit_count=len(units),
            missing=tuple(row["unit_id"] for row in units if not one.is_given(row["given_for_unit_id"])),
            ready=tuple(row["unit_id"] for row in units if one.states.get(row["given_for_unit_id"]) == "ready"),
            returned=tuple(
                one.words[row["given_for_unit_id"]]
                for row in units
                if one.states.get(row["given_for_unit_id"]) == "returned"
            ),
        )


def everything_waiting(door: Door, store: AtHand, cut: Cut, today: date, *, centre_id: str = "") -> Everything:
    """What waits in all units of the door, as of a period: of a store that does not answer nothing is known.

    `centre_id`: the centre that the page is about, if it is about one.
    """
    no_rounds: list[OpenRound] = []
    rounds = tuple(store.read(no_rounds, open_rounds, today))
    said = store.read(Said(), _said, cut.fiscal_year, centre_id)
    return Everything(
        rounds=rounds,
        owing={year: _owing(door, year) for year in sorted({one.fiscal_year for one in rounds})},
        owed=tuple(
            supervision.owed_until(door, store, supervision.own_list(), cut.fiscal_year, cut.period, today)
        ),
        explained=explanation.explained_by(door, said.explanations, cut),
        said=said,
    )  # fmt: skip


def _said(store: Engine, fiscal_year: int, centre_id: str) -> Said:
    of_centre = questions_of_centre(centre_id) if centre_id else ()
    return Said(*ask_together(store, (question_of_explanations(fiscal_year), waiting_orders(), *of_centre)))


def last_visit(store: AtHand, person: str, release: str) -> Visit | None:
    """When the person last looked on an earlier day, and that they look now; None where that is not known."""
    try:
        return store.save(look_in, person, PAGE, release)
    except (NotKept, NotRead):
        return None  # the page says why nothing can be saved


def _owing(door: Door, fiscal_year: int) -> tuple[Figures, ...]:
    """The units with money and somebody to answer for it; one without a krone of the year has nothing to forecast."""
    rows = forecast_round.proposals(door, fiscal_year).iter_rows(named=True)
    found = {
        row["unit_id"]: row for row in rows if row["given_for_unit_id"] and (row["revised_dkk"] or row["actual_dkk"])
    }
    return tuple(found.values())
