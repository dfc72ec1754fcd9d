"""Orders for data in the store: two at once, what waits in one question, and what it would not take."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from dashboard.store import data_orders
from dashboard.store.data_orders import Order, WaitingOrder
from dashboard.store.journal import Author, Outdated
from tests.store.said import ANN, BO, NOW, ORDER

AGREED = replace(ORDER, state="agreed", owner="Budget", validator="Skolechefen")
PEOPLE = 8


def test_of_many_who_take_a_step_at_once_one_is_kept_and_the_others_are_shown_it(store: Engine) -> None:
    seen = data_orders.ask(store, ORDER, ANN, now=NOW)
    start = threading.Barrier(PEOPLE)

    def take(number: int) -> tuple[Order | None, Order | None]:
        wish = replace(AGREED, words=f"fra {number}")
        start.wait()
        try:
            return data_orders.record_order(store, seen, wish, Author(f"person {number}", "data_unit", "r")), None
        except Outdated as outdated:
            return None, outdated.theirs

    with ThreadPoolExecutor(PEOPLE) as threads:
        outcomes = list(threads.map(take, range(PEOPLE)))
    (kept,) = (order for order, _ in outcomes if order)
    assert [theirs for _, theirs in outcomes if theirs] == [kept] * (PEOPLE - 1)
    assert data_orders.order_history(store, seen.number) == [kept, seen]


def test_what_waits_names_who_asked_first_whoever_spoke_last(store: Engine) -> None:
    first, second, third = (
        data_orders.ask(store, replace(ORDER, title=title), ANN, now=NOW) for title in ("a", "b", "c")
    )
    data_orders.record_order(store, second, replace(AGREED, title="b", needed_by=date(2026, 7, 1)), BO, now=NOW)
    data_orders.record_order(store, third, replace(ORDER, title="c", state="closed"), ANN, now=NOW)
    assert data_orders.waiting_orders().ask(store) == [
        WaitingOrder(first.number, "ann", "asked", date(2026, 6, 1)),
        WaitingOrder(second.number, "ann", "agreed", date(2026, 7, 1)),
    ]


def test_everything_that_was_said_comes_back_by_number_the_newest_first(store: Engine) -> None:
    first = data_orders.ask(store, ORDER, ANN, now=NOW)
    second = data_orders.ask(store, replace(ORDER, title="b"), BO, now=NOW)
    agreed = data_orders.record_order(store, first, AGREED, BO, now=NOW)
    assert data_orders.order_history(store) == [agreed, first, second]


def test_what_the_store_would_not_take_is_known_before_by_its_field() -> None:
    said = {"title": " ", "purpose": "x" * 2001, "asked_by": "x" * 201, "decision": "Om", "needed_by": None}
    assert data_orders.faults_of(said) == {
        "title": "missing", "purpose": "too_long", "asked_by": "too_long", "needed_by": "missing",
    }  # fmt: skip
