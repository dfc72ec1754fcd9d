"""Newest lines of the audit log as they were seen, kept in a file beside the database: `<home>/audit/heads.jsonl`.

The log's seals show every change but one: its last lines cut off, or all of it written anew. A head that was kept
elsewhere shows that too. One is kept a day, at each backup and at each verification, sealed with the one before as the
log's lines are. Who can cut off the log and this file alike is seen by a copy of the file that lies elsewhere; each
backup holds one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Engine

from dashboard.store.audit import Deed, Head, findings, head, kind_of, record_deed, who_runs
from pipelines.durable import flush_folder
from pipelines.home import Home
from pipelines.problems import Problem

Why = Literal["day", "backup", "verify", "restore"]
FOLDER, FILE = "audit", "heads.jsonl"
_WAIT_SECONDS = 10.0
_kept_on: dict[Path, str] = {}
"""The day on which this process has last seen to it that a head is kept."""


class KeptHead(BaseModel):
    """A head, when and why it was kept; `wrong`: how many things a verification found; `before`: see `_sum`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    why: Why
    number: int
    seal: str
    wrong: int = 0
    before: str = ""

    @property
    def head(self) -> Head:
        return Head(self.number, self.seal)


@dataclass(frozen=True)
class Verified:
    """How many lines the log has, what does not hold, and what is to be known of it besides."""

    lines: int
    at: datetime
    wrong: tuple[str, ...]
    told: tuple[str, ...]


def heads_file(home: Home) -> Path:
    return home.folder / FOLDER / FILE


def read_heads(file: Path) -> list[KeptHead]:
    """The heads that were kept, the oldest first; none where there is no file. Raises Problem for a damaged one."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return [KeptHead.model_validate_json(line) for line in lines]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise Problem(
            "the heads that were kept of the audit log cannot be read",
            where=str(file),
            remedy="put back the file of a backup; a changed file is a reason to ask who changed it",
        ) from error


def keep_head(home: Home, store: Engine, why: Why, *, wrong: int = 0, now: datetime | None = None) -> KeptHead | None:
    """Keep the log's newest line, on the disk when this is over; None of an empty log. Raises NotRead, Problem."""
    newest = head(store)
    if newest is None:
        return None
    moment, file = (now or datetime.now(UTC)).astimezone(UTC), heads_file(home)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(file.with_suffix(".lock"), timeout=_WAIT_SECONDS):
            last = file.read_text(encoding="utf-8").splitlines()[-1:] if file.exists() else []
            kept = KeptHead(at=moment, why=why, number=newest.number, seal=newest.seal, wrong=wrong, before=_sum(*last))
            with file.open("a", encoding="utf-8", newline="\n") as heads:
                heads.write(kept.model_dump_json() + "\n")
                heads.flush()
                os.fsync(heads.fileno())
        flush_folder(file.parent)
    except (OSError, Timeout) as error:
        raise Problem(
            "the newest line of the audit log cannot be kept", where=str(file), remedy="see that it can be written"
        ) from error
    return kept


def keep_daily(home: Home, store: Engine | None, *, now: datetime | None = None) -> None:
    """Keep a head where this day has none yet. Raises NotRead, Problem."""
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    day, file = moment.date().isoformat(), heads_file(home)
    if store is None or _kept_on.get(file) == day:
        return
    if not any(one.at.date().isoformat() == day for one in read_heads(file)[-1:]):
        keep_head(home, store, "day", now=moment)
    _kept_on[file] = day


def record_restore(home: Home, store: Engine, taken_at: datetime, *, now: datetime | None = None) -> None:
    """Tell that the store is what a backup held: what came after is gone. Raises NotKept, NotRead, Problem."""
    words = f"as it was at {taken_at:%Y-%m-%d %H:%M:%S} UTC"
    record_deed(store, Deed(kind="restore", person=who_runs(), person_role="administrator", words=words), now=now)
    keep_head(home, store, "restore", now=now)


def verify_log(
    home: Home, store: Engine, elsewhere: Sequence[KeptHead] = (), *, now: datetime | None = None
) -> Verified:
    """Hold the whole log against its seals and the heads that were kept, here and `elsewhere`; a head of it is kept.

    Raises NotRead, Problem.
    """
    moment, kept = (now or datetime.now(UTC)).astimezone(UTC), read_heads(heads_file(home))
    standing, lost, told = _lost_by_restoring(store, kept)
    wrong = [*_broken(kept), *lost]
    wrong += findings(store, [*(one.head for one in standing), *(one.head for one in elsewhere)])
    newest = head(store)
    keep_head(home, store, "verify", wrong=len(wrong), now=moment)
    return Verified(newest.number if newest else 0, moment, tuple(wrong), tuple(told))


def last_verified(home: Home) -> KeptHead | None:
    """The newest verification that was kept. Raises Problem."""
    return next((one for one in reversed(read_heads(heads_file(home))) if one.why == "verify"), None)


def _broken(kept: Sequence[KeptHead]) -> list[str]:
    """Where a line of the file itself does not follow the one before it."""
    sums = [_sum(), *(_sum(one.model_dump_json()) for one in kept)]
    return [
        f"head {place} of {FILE} does not follow the one before it"
        for place, (one, before) in enumerate(zip(kept, sums, strict=False), start=1)
        if one.before != before
    ]


def _lost_by_restoring(store: Engine, kept: Sequence[KeptHead]) -> tuple[list[KeptHead], list[str], list[str]]:
    """The heads that still have to be in the log, what is wrong with restores, and the lines that they have lost.

    A backup that is put back ends before lines that were seen; the log says so itself, in a line of kind `restore`
    where they were.
    """
    standing, lost = [], dict[int, int]()
    for place, one in enumerate(kept):
        later = [other for other in kept[place + 1 :] if other.why == "restore" and other.number <= one.number]
        if not later:
            standing.append(one)
        elif one.why != "restore":
            lost[later[-1].number] = max(one.number, lost.get(later[-1].number, 0))
    wrong = [
        f"line {one.number} does not say that a backup was put back"
        for one in standing
        if one.why == "restore" and kind_of(store, one.number) != "restore"
    ]
    told = [f"lines {first} to {last} of before were lost when a backup was put back, as line {first} says"
            for first, last in lost.items()]  # fmt: skip
    return standing, wrong, told


def _sum(line: str = "") -> str:
    return hashlib.sha256(line.encode()).hexdigest() if line else ""
