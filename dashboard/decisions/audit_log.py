"""Which lines of the audit log are asked for, with who did it, and whether the log is whole."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import polars as pl

from dashboard.store.at_hand import AtHand
from dashboard.store.audit import KINDS, Entry, Head, Only, entries, head
from dashboard.store.audit_heads import KeptHead, last_verified, verify_log
from dashboard.store.sessions import Known
from dashboard.store.use import quarters_before
from dashboard.texts import mark
from pipelines.home import open_home
from pipelines.problems import Problem

AT_ONCE = 50
_NOT_VERIFIED = mark("The log could not be held against its seals just now. Try again in a moment.")
_log = logging.getLogger("pejling.audit")
_QUARTERS, _YEARS = 8, 5


@dataclass(frozen=True)
class Asked:
    """The filters: of a kind, about a unit and all below it, in a quarter or year, by those of whom words are found."""

    kind: str | None = None
    unit_id: str | None = None
    span: str | None = None
    search: str = ""
    below: int | None = None


@dataclass(frozen=True)
class Lines:
    """Lines of the log, the newest first; `has_older`: there are more like them."""

    lines: list[Entry]
    has_older: bool
    newest: int


def spans(now: str) -> tuple[str, ...]:
    """The quarters and years that one can choose, from the running quarter on."""
    year = int(now[:4])
    quarters = (now, *(quarters_before(now, back) for back in range(1, _QUARTERS)))
    return (*quarters, *(str(one) for one in range(year, year - _YEARS, -1)))


def only(asked: Asked, units: pl.DataFrame, people: Iterable[Known], time_zone: str) -> Only:
    """The filters as the store is asked."""
    below = set(units.filter(pl.col("unit_path").list.contains(asked.unit_id))["unit_id"]) if asked.unit_id else None
    begins, ends = _days(asked.span) if asked.span else (None, None)
    return Only(
        kinds=[asked.kind] if asked.kind in KINDS else None,
        people=_people(asked.search, people) if asked.search else None,
        units=(below or {asked.unit_id}) if asked.unit_id else None,
        since=_midnight(begins, time_zone),
        until=_midnight(ends, time_zone),
        below=asked.below,
    )


def read_lines(store: AtHand, wanted: Only) -> Lines:
    """As many lines as are shown at once; the store is asked for no more, however long the log is."""
    found = store.read(list[Entry](), entries, wanted, most=AT_ONCE + 1)
    no_head: Head | None = None
    newest = store.read(no_head, head)
    return Lines(found[:AT_ONCE], len(found) > AT_ONCE, newest.number if newest else 0)


def verified() -> KeptHead | None:
    """The newest verification; None where there is none, or it cannot be read."""
    try:
        return last_verified(open_home())
    except Problem:
        return None


def verify(store: AtHand) -> str:
    """Hold the whole log against its seals; why that could not be done, empty where it was."""
    try:
        if store.engine is not None:
            verify_log(open_home(), store.engine)
            return ""
    except Problem as problem:
        _log.warning("%s", problem)
    return _NOT_VERIFIED


def names_of(people: Iterable[Known]) -> Mapping[str, str]:
    """What people are called, by their identity."""
    return {one.identity.subject: one.name for one in people if one.name}


def _people(search: str, people: Iterable[Known]) -> set[str]:
    """The identities of those of whom the words are found, and the words themselves."""
    words = search.casefold()
    found = (one for one in people if words in f"{one.name} {one.email} {one.identity.subject}".casefold())
    return {search, *(one.identity.subject for one in found)}


def _days(span: str) -> tuple[date, date]:
    """The first day of a quarter (`2026K2`) or year, and the first after it."""
    year, _, quarter = span.partition("K")
    if not quarter:
        return date(int(year), 1, 1), date(int(year) + 1, 1, 1)
    first, after = int(quarter) * 3 - 2, int(quarter) * 3 + 1
    return date(int(year), first, 1), date(int(year) + (after > 12), (after - 1) % 12 + 1, 1)


def _midnight(day: date | None, time_zone: str) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC) if day else None
