"""What is attacked, what stands there, what of an attack is written down; and a row of the table."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

_PASSING = {".writable", "pejling.lock"}
"""What every command leaves for a moment, or takes and lets go."""
_COUNTED = {"audit_entry", "alembic_version"}
"""Tables that an attack may add to: that it was tried is written down, and looked at by itself."""
_NOT_ITS_OWN = ("inbox", "store", "use", "audit")
"""Where the attacker's file lies, and what is looked at row by row and line by line."""
_LOGGED = re.compile(r"\d{4}-\d\d-\d\d [\d:,]+ (?:WARNING|ERROR) \S+: ")

Stood = tuple[dict[str, str], dict[str, list[tuple[object, ...]]]]
"""Every file by its sum, every table of the store with its rows."""


class Ground:
    """An installation under attack. What else an attack needs (a browser, a visitor) it asks for by its fixture's name.

    `log` is the file that its server writes, if it has one; `told` what a command has said on the error stream.
    """

    def __init__(
        self, request: pytest.FixtureRequest, home: Path, store: Engine | None = None, log: Path | None = None
    ) -> None:
        self._request, self.home, self.store, self._log = request, home, store, log
        self.told: list[str] = []

    def __getitem__(self, fixture: str) -> Any:
        return self._request.getfixturevalue(fixture)

    @property
    def is_served(self) -> bool:
        """Whether it is a server of a process of its own, which other rows have attacked too."""
        return self._log is not None

    def stands(self) -> Stood:
        """All that there is and that an attack must not change."""
        return fingerprint(self.home), stored(self.store) if self.store else {}

    def written_down(self) -> list[str]:
        """Every line so far: of the audit log, of the server's log, of the commands."""
        lines = [*self.told]
        if self.store:
            with self.store.connect() as connection:
                found = connection.execute(text("select kind, person, thing, words from audit_entry order by number"))
                lines += [": ".join(filter(None, (f"{row.kind} {row.person}", row.thing, row.words))) for row in found]
        if self._log:
            written = self._log.read_text(encoding="utf-8").splitlines()
            ours = [line for line in written if "pejling.audit" not in line]  # what stands in the audit log already
            lines += ["log: " + _LOGGED.sub("", line) for line in ours if _LOGGED.match(line)]
        return lines


Strike = Callable[[], str]
"""Does it; what somebody is told, or one of the words below where the attack itself has looked that it is so."""
Attack = Callable[[Ground], Strike]
"""Lets happen what must have happened before, and returns the strike."""

AS_TEXT = "shown as the text that it is"
KEPT = "kept as the text that it is, and shown as it"
UNHEARD = "no answer, and nothing done"
OUR_PAGE = "a page of ours"
TO_LOG_IN = "303 to the login"
OUTCOMES = {AS_TEXT, KEPT, UNHEARD, OUR_PAGE, TO_LOG_IN}


def silent(why: str) -> tuple[str, ...]:
    """Nothing is written down, and the reason."""
    assert why
    return ()


@dataclass(frozen=True)
class Row:
    """What is tried, how, the sentence that refuses it (a part of it), and the lines that it leaves.

    `adds` are tables of the store that get rows by it, because somebody who meant well had to come along.
    """

    tried: str
    attack: Attack
    refused: str
    left: tuple[str, ...]
    adds: Collection[str] = ()


def fingerprint(home: Path, *, without: tuple[str, ...] = _NOT_ITS_OWN) -> dict[str, str]:
    """Every file of an installation, by the sum of what is in it, and every folder; but for what is logged."""
    return {
        path.relative_to(home).as_posix(): _sum(path)
        for path in sorted(home.rglob("*"))
        if path.name not in _PASSING and path.suffix != ".log" and path.relative_to(home).parts[0] not in without
    }


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"


def stored(store: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every table of the store with its columns and its rows, but for the log of what was tried."""
    found = dict[str, list[tuple[object, ...]]]()
    with store.connect() as connection:
        for name in set(inspect(connection).get_table_names()) - _COUNTED:
            rows = connection.execute(text(f'select * from "{name}"'))
            found[name] = [tuple(rows.keys()), *sorted(map(tuple, rows), key=repr)]
    return found


def is_one_sentence(told: str) -> bool:
    """Whether it is words for a person: one line, nothing of the program."""
    words = told.strip()
    is_line = "\n" not in words and words.isprintable()
    return is_line and 8 < len(words) < 700 and not any(sign in words for sign in ("Traceback", "Error(", "  File "))


def assert_nothing_else(ground: Ground, row: Row, before: Stood, lines: list[str]) -> None:
    """Every file and every row is as it was, and what is written down is what the table says."""
    (files, rows), (files_now, rows_now) = before, ground.stands()
    assert files_now == files
    assert rows_now.keys() == rows.keys()
    for name in rows.keys() - set(row.adds):
        added = rows_now[name][:]
        for line in rows[name]:
            assert line in added, name
            added.remove(line)
        assert row.refused == KEPT or not added, name
    unforeseen = list(_unforeseen(ground, row, lines))
    assert unforeseen == [], unforeseen


def _unforeseen(ground: Ground, row: Row, before: list[str]) -> Iterator[str]:
    """Lines that the table does not tell, and those that it tells and that are not there."""
    now = ground.written_down()
    new = now[:]
    for line in before:
        new.remove(line)
    for foreseen in row.left:
        found = next((line for line in new if line.startswith(foreseen)), None)
        if found is not None:
            new.remove(found)
        # What is like it within a minute is counted, and told as one line when the minute is over.
        elif not ground.is_served or not any(line.startswith(foreseen) for line in now):
            yield f"not there: {foreseen}"
    yield from (line for line in new if not (ground.is_served and line.endswith("more like it in the minute after")))
