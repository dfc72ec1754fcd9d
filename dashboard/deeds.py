"""What people do that they may have to answer for, written into the audit log where it is done.

Who looks at staff figures or takes a file home is written down first: what cannot be written down is not shown and not
given. What was refused is written down as well, and holds nobody up: the first time at once, what is like it within the
next minute as one line with its number, so that ten thousand tries fill no log.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.person import Person
from dashboard.store.at_hand import at_hand
from dashboard.store.audit import Deed, record_deed
from dashboard.store.audit_heads import keep_daily
from dashboard.store.journal import NotKept
from dashboard.warehouse import Door
from pipelines.home import open_home
from pipelines.problems import Problem

TOLD_FOR_SECONDS = 3_600.0
"""One line says that somebody looked at a page of a unit, or took a file in many parts, within the hour it begins."""
COUNTED_FOR_SECONDS = 60.0
NOBODY = "nobody"
_MOST_TOLD = 10_000
_log = logging.getLogger("pejling.audit")


class NotWrittenDown(Problem):
    """The audit log does not take what is about to be shown or given."""

    def __init__(self, problem: NotKept) -> None:
        super().__init__("what is shown here is written down, and cannot be", where="audit log", remedy=problem.remedy)


def note_view(person: Person, door: Door, page: str, unit_id: str) -> None:
    """Somebody is about to see the page's figures of people in a unit and below. Raises NotWrittenDown."""
    _write_once_an_hour(_deed("staff_view", person, page, door=door, unit_id=unit_id), person)


def note_download(
    person: Person, door: Door, thing: str, asked: Mapping[str, Any], *, is_in_parts: bool = False
) -> None:
    """Somebody is about to get a file that shows what they asked for. Raises NotWrittenDown.

    `is_in_parts`: they may ask for it many times, and take it once.
    """
    unit_id = str(asked.get("unit") or "")
    words = ", ".join(f"{name} {value}" for name, value in asked.items() if value not in (None, "") and name != "unit")
    deed = _deed("download", person, thing, door=door, unit_id=unit_id, words=words)
    if is_in_parts:
        _write_once_an_hour(deed, person)
    else:
        _write(deed)


def note_refused(person: Person | None, thing: str, words: str = "") -> None:
    """Somebody tried what is not theirs; None: somebody who is not known."""
    _refusals.note(_deed("refused", person, thing, words=words))


def note_login_refused(why: str) -> None:
    """A login was refused before it was known whose it is."""
    _refusals.note(Deed(kind="login_refused", person=NOBODY, words=why))


def end() -> None:
    """Write down what was counted and not told yet."""
    _refusals.tell_all()


def forget() -> None:
    """Forget who has seen what, and what was counted."""
    _told.clear()
    _refusals.forget()


class _Refusals:
    """Refusals as they come: one is written down, what is like it is counted for a while."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: dict[tuple[str, str, str], int] = {}
        self._timers: dict[tuple[str, str, str], threading.Timer] = {}

    def note(self, deed: Deed) -> None:
        like = (deed.kind, deed.person, deed.thing)
        with self._lock:
            if like in self._counted:
                self._counted[like] += 1
                return
            self._counted[like] = 0
            timer = threading.Timer(COUNTED_FOR_SECONDS, self._tell, (like, deed))
            timer.daemon = True
            self._timers[like] = timer
        timer.start()
        _try(deed)

    def tell_all(self) -> None:
        """Tell now what the timers would tell later."""
        with self._lock:
            waiting = list(self._timers.values())
        for timer in waiting:
            timer.cancel()
            self._tell(*timer.args)

    def forget(self) -> None:
        with self._lock:
            for timer in self._timers.values():
                timer.cancel()
            self._timers.clear()
            self._counted.clear()

    def _tell(self, like: tuple[str, str, str], deed: Deed) -> None:
        with self._lock:
            more = self._counted.pop(like, 0)
            self._timers.pop(like, None)
        if more:
            _try(replace(deed, words=f"{more} more like it in the minute after"))


_told: dict[tuple[str, str, Deed], float] = {}
_refusals = _Refusals()


def _deed(
    kind: Any, person: Person | None, thing: str, *, door: Door | None = None, unit_id: str = "", words: str = ""
) -> Deed:
    return Deed(
        kind=kind,
        person=person.who if person else NOBODY,
        person_role=person.role if person else "",
        thing=thing,
        unit_id=unit_id or (person.units[0] if person and door else ""),
        release=door.release.id if door else "",
        words=words,
    )


def _write_once_an_hour(deed: Deed, person: Person) -> None:
    told, now = (at_hand().key, person.key, deed), time.monotonic()
    if now - _told.get(told, -TOLD_FOR_SECONDS) < TOLD_FOR_SECONDS:
        return
    _write(deed)
    if len(_told) >= _MOST_TOLD:
        _told.clear()
    _told[told] = now


def _write(deed: Deed) -> None:
    try:
        at_hand().save(record_deed, deed)
    except NotKept as problem:
        raise NotWrittenDown(problem) from problem
    try:
        keep_daily(open_home(), at_hand().engine)
    except Problem as problem:  # the line itself is kept
        _log.warning("%s", problem)


def _try(deed: Deed) -> None:
    # What somebody typed is for those who may read the audit log; why a login was refused is for who runs the server.
    _log.warning("%s: %s", deed.kind, deed.thing or deed.words)
    try:
        _write(deed)
    except Problem as problem:
        _log.warning("a refusal could not be written down: %s", problem)
