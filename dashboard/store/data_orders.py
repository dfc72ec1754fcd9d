"""Orders for data: asked for, agreed on, delivered and closed, each step with who and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import count
from typing import Literal

from sqlalchemy import Engine

from dashboard.store.journal import Author, Journal, Kept, Outdated, plain
from dashboard.store.models import DataOrder
from dashboard.store.models.base import table_of
from dashboard.store.usable import Unusable

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


def order_history(store: Engine, number: int) -> list[Order]:
    """All that was said of an order, the newest first. Raises NotRead."""
    return _ORDERS.history(store, table_of(DataOrder).c.number == number)


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


_ORDERS = Journal(DataOrder, plain(Order))
