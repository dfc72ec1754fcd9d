"""What somebody has to look at: late deliveries, totals that do not reconcile, refused files, a run that failed.

A cause has a name of its own for as long as it is the same one. Its words name sources and files, never an amount: a
letter is read on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.queries import data_quality
from dashboard.reminders.letters import one_line
from dashboard.texts import Texts
from dashboard.warehouse import Door
from pipelines.last_update import LastUpdate


@dataclass(frozen=True)
class Cause:
    """One thing that is wrong: what it is known by, and what is said of it."""

    name: str
    words: str


def causes(texts: Texts, door: Door | None, last: LastUpdate | None, today: date) -> list[Cause]:
    """All that is wrong now, the worst first; `door` is the whole municipality's, None where nothing can be read."""
    return [*_of_run(texts, last), *(_of_sources(texts, door, today) if door else ())]


def _of_run(texts: Texts, last: LastUpdate | None) -> Iterator[Cause]:
    if last is None:
        return
    if last.failed:
        said = texts.say("No new figures came out: the last run failed. pejling update says on the machine why.")
        yield Cause(f"failed: {last.failed}", said)
    for file in last.refused:
        yield Cause(f"refused: {file}", texts.say("{file} was refused, and waits in the inbox", file=one_line(file)))


def _of_sources(texts: Texts, door: Door, today: date) -> Iterator[Cause]:
    for source in data_quality.sources(door, today).iter_rows(named=True):
        title = one_line(source["title"])
        if source["is_late"]:
            told = texts.say("expected by {day}, not here yet", day=texts.day(source["expected_by"]))
            yield Cause(f"late: {source['source']} {source['expected_by']}", f"{title} – {told}")
        if source["reconciles"] is False:
            told = texts.say("does not reconcile with its control total")
            yield Cause(f"off: {source['source']} {_newest(source)}", f"{title} – {told}")


def _newest(source: dict[str, Any]) -> str:
    """A source that is off again after a new delivery is told of again."""
    return f"{source['deliveries']} {source['latest_file']}"
