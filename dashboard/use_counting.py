"""Counting who uses which pages and packs, beside the server's work and never in its way.

Whoever draws a page or gives a file says so and goes on: a thread of its own writes it down. Where the store does not
take it, nothing is said and nobody waits; who looks again within the quarter is counted then. Only a server counts,
between `begin` and `end`.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard.calendar_day import today
from dashboard.decisions.use import place_of
from dashboard.person import Person
from dashboard.store.at_hand import at_hand
from dashboard.store.use import Used, count_quarters, mark_use, quarter_of
from dashboard.store.use_key import destroy_keys, key_of
from dashboard.warehouse import Door, Scope, open_warehouse
from pipelines.home import Home
from pipelines.problems import Problem

MOST_WAITING = 1_000
NOTED_FOR_SECONDS = 3_600.0
_log = logging.getLogger("pejling.use")


@dataclass(frozen=True)
class _Seen:
    """Somebody used a thing; `door` is the one that they looked through."""

    person: Person
    door: Door
    thing: str


class Counting:
    """Writes down who used what, in a thread of its own."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._waiting: queue.Queue[_Seen | None] = queue.Queue(MOST_WAITING)
        self._noted: dict[tuple[str, str, str], float] = {}
        self._quarter = ""
        self._told = ""
        self._thread = threading.Thread(target=self._go_on, name="pejling-use", daemon=True)
        self._thread.start()

    def note(self, person: Person, door: Door, thing: str) -> None:
        """Somebody uses a thing. Who was noted within the hour is not noted again."""
        key, now = (person.who, person.key, thing), time.monotonic()
        before = self._noted.get(key)
        if before is not None and now - before < NOTED_FOR_SECONDS:
            return
        try:
            self._waiting.put_nowait(_Seen(person, door, thing))
        except queue.Full:
            return
        self._noted[key] = now

    def end(self, seconds: float = 5.0) -> None:
        """Write down what waits, and stop."""
        try:
            self._waiting.put(None, timeout=seconds)
        except queue.Full:
            return
        self._thread.join(seconds)

    def _go_on(self) -> None:
        self._try(lambda: self._finish_quarters(open_warehouse().door(Scope())) is not None)
        while (seen := self._waiting.get()) is not None:
            if not self._try(partial(self._write_down, seen)):
                self._noted.pop((seen.person.who, seen.person.key, seen.thing), None)

    def _try(self, act: Callable[[], bool]) -> bool:
        """Whether it is written down. What is wrong is told to the log once, however often it is tried."""
        try:
            return act()
        except (Problem, SQLAlchemyError, OSError) as error:
            if str(error) != self._told:
                self._told = str(error)
                _log.warning("use is not counted just now: %s", error)
            return False

    def _write_down(self, seen: _Seen) -> bool:
        store = self._finish_quarters(seen.door)
        if store is None:
            return False
        role, centre_id = place_of(seen.person, seen.door)
        mark_use(store, key_of(self._home, self._quarter), [Used(seen.thing, seen.person.who, role, centre_id)])
        return True

    def _finish_quarters(self, door: Door) -> Engine | None:
        """The store, in which the quarters that are over have been counted; None where nothing can be written."""
        store, quarter = at_hand(self._home), quarter_of(today(door))
        if store.engine is None or store.trouble:
            return None
        if quarter != self._quarter:
            count_quarters(store.engine, quarter)
            destroy_keys(self._home, quarter)
            self._quarter = quarter
        return store.engine


_counting: list[Counting] = []


def begin(home: Home) -> None:
    """From now on what is used is counted; quarters that are over are counted first."""
    _counting.append(Counting(home))


def end() -> None:
    """Write down what waits, and count no more."""
    while _counting:
        _counting.pop().end()


def note(person: Person, door: Door, thing: str) -> None:
    """Somebody uses a thing, which is counted where a server counts."""
    for counting in _counting:
        counting.note(person, door, thing)
