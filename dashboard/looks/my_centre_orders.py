"""Orders for data on Mit center: those that wait for the reader, told where the page is about their own unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dashboard.addresses import Address
from dashboard.components.agenda import Entry
from dashboard.decisions.data_orders import waiting_for
from dashboard.looks.look import Look
from dashboard.sentences import waiting as words
from dashboard.store.data_orders import WaitingOrder

GOAL = "order"


def waiting(look: Look, orders: Sequence[WaitingOrder], unit_id: str, today: date) -> tuple[Entry, ...]:
    """A line for all that wait; of another unit than one's own nothing is asked."""
    if unit_id not in look.person.units:
        return ()
    found = waiting_for(orders, look.person)
    line = words.orders(look.texts, found, today)
    only = found[0].number if len(found) == 1 else ""
    return (replace(line, id=f"{GOAL}:{only}"),) if line else ()


def address(look: Look, number: str) -> Address:
    """Where they are: the one that there is, else all that are open."""
    there = look.address.elsewhere()
    return replace(there, entry=f"order:{number}") if number else replace(there, state="open")
