"""Orders for data: asked for, agreed on, delivered and closed, each step with who and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import count
from typing import Any, Literal

from sqlalchemy import Engine, and_, func, select

from dashboard.store.journal import Author, Journal, Kept, Outdated, plain
from dashboard.store.models import DataOrder
from dashboard.store.models.base import table_of
from dashboard.store.reading import Question
from dashboard.store.usable import Fault, Unusable, usable

OrderState = Literal["asked", "agreed", "delivered", "closed"]

# How far an order can go from where it stands; None: it is new. The words of a step may be mended where it stands.
STEPS: Mapping[OrderState | None, frozenset[OrderState]] = {
    None: frozenset({"asked"}),
    "asked": frozenset({"asked", "agreed", "closed"}),
    "agreed": frozenset({"asked", "agreed", "delivered", "closed"}),
    "delivered": frozenset({"agreed", "delivered", "closed"}),
    "closed": frozenset({"asked"}),
}
_TRIES = 20


@dataclass(frozen=True, kw_only=True)
class OrderWish:
    """What is needed, by whom, what for, and by when; agreed on with who owns the data and who validates it."""

    title: str
    unit_id: str
    asked_by: str
    purpose: str
    decision: str
    needed_by: date
    owner: str = ""
    validator: str = ""
    state: OrderState = "asked"
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Order(OrderWish, Kept):
    """An order as it stands."""

    number: int


@dataclass(frozen=True)
class WaitingOrder:
    """What is to be known of an order that is not closed, without what was said; `asker` is who asked first."""

    number: int
    asker: str
    state: OrderState
    needed_by: date


def ask(store: Engine, wish: OrderWish, author: Author, *, now: datetime | None = None) -> Order:
    """A new order under the next number; the same one asked again by the same person is one order.

    Raises Unusable, NotKept; Outdated where others take every number first.
    """
    _refuse_step(None, wish)
    said = asdict(wish)
    tries = count(1)
    while True:
        orders = standing_orders(store)
        of_theirs = (order for order in orders if order.person == author.person)
        if same := next((order for order in of_theirs if said.items() <= vars(order).items()), None):
            return same
        number = max((order.number for order in orders), default=0) + 1
        try:
            return _ORDERS.append(store, said | {"number": number}, author, seen_version=0, now=now)
        except Outdated:
            # Somebody took the number in between.
            if next(tries) == _TRIES:
                raise


def record_order(store: Engine, order: Order, wish: OrderWish, author: Author, *, now: datetime | None = None) -> Order:
    """Take an order that was seen a step on, or mend its words. Raises Outdated, Unusable, NotKept."""
    _refuse_step(order.state, wish)
    said = asdict(wish) | {"number": order.number}
    return _ORDERS.append(store, said, author, seen_version=order.version, now=now)


def standing_orders(store: Engine) -> list[Order]:
    """Every order as it stands, by number. Raises NotRead."""
    return _ORDERS.standing(store)


def order_history(store: Engine, number: int | None = None) -> list[Order]:
    """All that was said of an order, or of every one by number, the newest first. Raises NotRead."""
    return _ORDERS.history(store, *(() if number is None else (_TABLE.c.number == number,)))


def faults_of(said: Mapping[str, Any]) -> dict[str, Fault]:
    """Why the store would not take what is to be said of an order, by field; nothing where it takes it all."""
    found: dict[str, Fault] = {}
    for name, value in said.items():
        try:
            usable(_TABLE, {name: value})
        except Unusable as error:
            found[name] = error.fault
    return found


def waiting_orders() -> Question[list[WaitingOrder]]:
    """The orders that are not closed, by number."""
    first, other = _TABLE.alias(), _TABLE.alias()
    newest = select(func.max(other.c.version)).where(other.c.number == _TABLE.c.number).scalar_subquery()
    wanted = (
        select(_TABLE.c.number, first.c.person.label("asker"), _TABLE.c.state, _TABLE.c.needed_by)
        .join(first, and_(first.c.number == _TABLE.c.number, first.c.version == 1))
        .where(_TABLE.c.version == newest, _TABLE.c.state != "closed")
    )
    return Question(wanted, lambda rows: sorted((WaitingOrder(**row) for row in rows), key=lambda one: one.number))


def _refuse_step(state: OrderState | None, wish: OrderWish) -> None:
    if wish.state not in STEPS[state]:
        raise Unusable(
            f"an order that is {state or 'new'} cannot become {wish.state}",
            where="data_order",
            remedy=f"it can become {', '.join(sorted(STEPS[state]))}",
            field="state",
            fault="contradiction",
        )
    if wish.state in ("agreed", "delivered"):
        for field, what in (("owner", "who owns the data"), ("validator", "who validates it")):
            if not getattr(wish, field).strip():
                raise Unusable(
                    f"an order that is {wish.state} says {what}",
                    where="data_order",
                    remedy="write it",
                    field=field,
                    fault="missing",
                )


_TABLE = table_of(DataOrder)
_ORDERS = Journal(DataOrder, plain(Order))
