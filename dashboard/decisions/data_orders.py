"""Orders for data as they stand: whose turn it is, who may take which step, and how long they take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from itertools import groupby
from statistics import median
from typing import Any, Literal

import polars as pl

from dashboard import access, clock
from dashboard.person import Person
from dashboard.queries import budget_followup
from dashboard.queries.budget_followup import Cut
from dashboard.store.at_hand import AtHand
from dashboard.store.data_orders import (
    Order,
    OrderState,
    OrderWish,
    WaitingOrder,
    faults_of,
    order_history,
)
from dashboard.store.usable import Fault
from dashboard.warehouse import Door

Act = Literal["agree", "deliver", "close", "send_back", "change", "ask_again", "withdraw", "refuse"]
By = Literal["data_unit", "asker"]
Standing = Literal["asked", "agreed", "delivered", "closed", "refused", "withdrawn"]
"""How an order stands in words: one that is closed before it was delivered was refused or withdrawn."""

PAGE: access.Page = "data_orders"
NEED = ("title", "decision", "purpose", "asked_by", "needed_by")
ROLES_OF_DATA = ("owner", "validator")
MONTHS_COUNTED = 12
OPEN: frozenset[str | None] = frozenset({"asked", "agreed", "delivered"})


@dataclass(frozen=True)
class Step:
    """A step of an order: who takes it from where to where, what they may write with it and what they have to."""

    by: By
    leaves: frozenset[OrderState]
    to: OrderState
    writes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


_BEFORE_DELIVERY: frozenset[OrderState] = frozenset({"asked", "agreed"})
STEPS: Mapping[Act, Step] = {
    "agree": Step("data_unit", frozenset({"asked"}), "agreed", ROLES_OF_DATA, ROLES_OF_DATA),
    "deliver": Step("data_unit", frozenset({"agreed"}), "delivered", needs=("words",)),
    "close": Step("asker", frozenset({"delivered"}), "closed"),
    "send_back": Step("asker", frozenset({"delivered"}), "agreed", needs=("words",)),
    # What was agreed on was another need: it is agreed on anew.
    "change": Step("asker", _BEFORE_DELIVERY, "asked", (*NEED, *ROLES_OF_DATA), NEED),
    "ask_again": Step("asker", frozenset({"closed"}), "asked", needs=("words",)),
    "withdraw": Step("asker", _BEFORE_DELIVERY, "closed", needs=("words",)),
    "refuse": Step("data_unit", _BEFORE_DELIVERY, "closed", needs=("words",)),
}
"""The steps in the order of their buttons. Every step may have words."""
ASK = replace(STEPS["change"], leaves=frozenset())


@dataclass(frozen=True)
class Ordered:
    """An order with all that was said of it, the newest first, and the name of the unit that it is for."""

    said: tuple[Order, ...]
    unit_name: str

    @property
    def now(self) -> Order:
        return self.said[0]

    @property
    def number(self) -> int:
        return self.now.number

    @property
    def asker(self) -> str:
        """The key of the person who asked first: whose order it is, whoever said something last."""
        return self.said[-1].person

    @property
    def asked_at(self) -> datetime:
        return self.said[-1].entered_at

    @property
    def delivered_at(self) -> datetime | None:
        """When it was delivered, where that stands: what was sent back or asked for again is not delivered."""
        found: datetime | None = None
        for step in reversed(self.said):
            if step.state == "delivered":
                found = found or step.entered_at
            elif step.state != "closed":
                found = None
        return found

    @property
    def stands(self) -> Standing:
        if self.now.state != "closed" or self.delivered_at:
            return self.now.state
        return "withdrawn" if self.now.person == self.asker else "refused"

    @property
    def turn(self) -> By | None:
        """Who is to do something: the data unit until it has delivered, then the one who asked; nobody at the end."""
        return turn_of(self.now.state)

    def as_of(self, version: int) -> Ordered:
        """The order as it stood when that was the newest that was said."""
        return replace(self, said=tuple(step for step in self.said if step.version <= version) or self.said)

    def days_late(self, today: date) -> int:
        """Days past the day that it was needed by, while it is not delivered."""
        return max(0, (today - self.now.needed_by).days) if self.turn == "data_unit" else 0

    def days_taken(self, time_zone: str) -> int | None:
        """Days from asked to delivered, by the municipality's clocks; None where it is not delivered."""
        if self.delivered_at is None:
            return None
        return (clock.local(self.delivered_at, time_zone).date() - clock.local(self.asked_at, time_zone).date()).days

    def waits_for(self, person: Person) -> bool:
        """Whether it is the person's turn."""
        return _is(person, self.turn, self.asker)

    def acts(self, person: Person) -> tuple[Act, ...]:
        """The steps that the person may take now, the nearest first."""
        return tuple(
            act for act, step in STEPS.items() if self.now.state in step.leaves and _is(person, step.by, self.asker)
        )


@dataclass(frozen=True)
class Counted:
    """How many orders are where; of those delivered in the last twelve months how many days they took.

    `in_time`: how many of the latter were delivered by the day that they were needed.
    """

    asked: int
    agreed: int
    delivered: int
    mine: int
    late: int
    lately_delivered: int
    in_time: int
    median_days: float | None

    @property
    def open(self) -> int:
        return self.asked + self.agreed + self.delivered


def seen_orders(store: AtHand, person: Person, units: Mapping[str, str]) -> list[Ordered]:
    """The orders that the person sees, what waits for them first, then what is needed first; the ended ones last.

    One's own, and those of `units` (every unit that the person sees today, with its name) where the role says so.
    """
    no_steps: list[Order] = []
    by_number = groupby(store.read(no_steps, order_history), key=lambda step: step.number)
    every = (tuple(said) for _, said in by_number)
    found = [Ordered(said, units.get(said[0].unit_id, said[0].unit_id)) for said in every]
    return sorted((one for one in found if may_see(person, one, units)), key=lambda one: _urgency(one, person))


def turn_of(state: OrderState) -> By | None:
    """Who is to do something about an order in that state."""
    if state == "closed":
        return None
    return "asker" if state == "delivered" else "data_unit"


def waiting_for(orders: Iterable[WaitingOrder], person: Person) -> list[WaitingOrder]:
    """Those of the orders that wait for the person, of every unit."""
    return [one for one in orders if _is(person, turn_of(one.state), one.asker)]


def units_today(door: Door) -> pl.DataFrame:
    """The units of the door today (rows of organisation__unit_period); none before the first month with postings."""
    newest = budget_followup.periods(door).filter(is_latest=True).head(1)
    cut = Cut(newest["fiscal_year"][0], newest["period"][0]) if len(newest) else Cut(0, 0)
    return budget_followup.units(door, cut)


def names_of(units: pl.DataFrame) -> dict[str, str]:
    """Their names by their ids."""
    return dict(zip(units["unit_id"], units["unit_name"], strict=True))


def filtered(every: Iterable[Ordered], units: pl.DataFrame, unit_id: str | None, state: str | None) -> list[Ordered]:
    """Those for a unit of `units` and all below it, and in a state (`open`: not closed); None: of every one."""
    below = set(units.filter(pl.col("unit_path").list.contains(unit_id))["unit_id"]) if unit_id else set()
    states = {None: OPEN | {"closed"}, "open": OPEN}.get(state, {state})
    return [one for one in every if one.now.state in states and (not below or one.now.unit_id in below)]


def may_see(person: Person, order: Ordered, units: Collection[str]) -> bool:
    """Whether it is the person's own, or of a unit whose orders they see."""
    if order.asker == person.who:
        return True
    return access.may(person, "see_orders") and (person.sees_everything or order.now.unit_id in units)


def counted(orders: Iterable[Ordered], person: Person, today: date, time_zone: str) -> Counted:
    """The counts over these orders."""
    every = list(orders)
    states = [one.now.state for one in every]
    days = {one.number: one.days_taken(time_zone) for one in every if _is_of_late(one, today, time_zone)}
    taken = {number: count for number, count in days.items() if count is not None}
    return Counted(
        asked=states.count("asked"),
        agreed=states.count("agreed"),
        delivered=states.count("delivered"),
        mine=sum(one.waits_for(person) for one in every),
        late=sum(one.days_late(today) > 0 for one in every),
        lately_delivered=len(taken),
        in_time=sum(one.number in taken and _is_in_time(one, time_zone) for one in every),
        median_days=median(taken.values()) if taken else None,
    )


def step_of(act: Act, acts: Collection[Act]) -> Step:
    """The step as one takes it who may take all of these: who may change the order writes the need with any other."""
    step, change = STEPS[act], STEPS["change"]
    if "change" not in acts or step.to == "closed":
        return step
    return replace(step, writes=change.writes, needs=(*change.needs, *step.needs))


def step_faults(order: Order | None, step: Step, written: Mapping[str, Any], today: date) -> dict[str, Fault]:
    """What keeps a step of an order (None: one that is new) from being taken, by field.

    `no_day` is a day that is none, or one that is over by now and was not agreed on before.
    """
    found = faults_of({name: written.get(name) for name in step.writes} | {"words": written.get("words", "")})
    found |= {name: "missing" for name in step.needs if not written.get(name)}
    day = written.get("needed_by")
    if "needed_by" in step.writes and (day is None or (day < today and day != (order and order.needed_by))):
        found["needed_by"] = "no_day"
    return found


def stepped(order: Order, step: Step, written: Mapping[str, Any]) -> OrderWish:
    """The order after a step: what the step lets one write is taken from `written`, the rest stays as it is."""
    kept = {field.name: getattr(order, field.name) for field in fields(OrderWish)}
    taken = {name: written[name] for name in step.writes if name in written}
    return OrderWish(**kept | taken | {"state": step.to, "words": written.get("words", "")})


def _is(person: Person, by: By | None, asker: str) -> bool:
    """Whether the person is the one whose turn it is."""
    return access.may(person, "agree_orders") if by == "data_unit" else by == "asker" and person.who == asker


def _urgency(order: Ordered, person: Person) -> tuple[bool, bool, Any, int]:
    is_over = order.turn is None
    day = -order.now.entered_at.timestamp() if is_over else order.now.needed_by.toordinal()
    return not order.waits_for(person), is_over, day, order.number


def _is_of_late(order: Ordered, today: date, time_zone: str) -> bool:
    if order.delivered_at is None:
        return False
    day = clock.local(order.delivered_at, time_zone).date()
    return (today.year - day.year) * 12 + today.month - day.month < MONTHS_COUNTED


def _is_in_time(order: Ordered, time_zone: str) -> bool:
    return order.delivered_at is not None and clock.local(order.delivered_at, time_zone).date() <= order.now.needed_by
