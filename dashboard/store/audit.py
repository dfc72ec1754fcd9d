"""The audit log: what was done and refused, each line sealed with the one before, so that none can be taken out unseen.

A line's seal is the SHA-256 of what it says and of the seal before. Who changes or removes a line would have to make
all later seals anew, and could not make those that were kept outside the database (`heads`).
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, get_args

from sqlalchemy import ColumnElement, Connection, Engine, String, select
from sqlalchemy.exc import SQLAlchemyError

from dashboard.store.journal import NotKept, Row, plain
from dashboard.store.models import AuditEntry
from dashboard.store.models.audit import Kind
from dashboard.store.models.base import table_of
from dashboard.store.reading import NotRead, named, rows_of
from dashboard.store.usable import MOST_LETTERS, usable
from dashboard.store.writing import writing

KINDS: tuple[Kind, ...] = get_args(Kind)
FIRST_SEAL = "0" * 64
"""What the first line is sealed with."""
_TABLE = table_of(AuditEntry)
_NEWEST = select(_TABLE.c.number, _TABLE.c.seal).order_by(_TABLE.c.number.desc()).limit(1)
_AT_ONCE = 10_000
_PURGED = "audit log until line "


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What somebody did or was refused: `thing` names the page, file, pack or grant, `words` say what else is known."""

    kind: Kind
    person: str
    person_role: str = ""
    thing: str = ""
    unit_id: str = ""
    release: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry(Deed):
    """A line of the log."""

    number: int
    at: datetime
    before: str
    seal: str


@dataclass(frozen=True)
class Head:
    """The newest line as it was at some time: kept outside the database, it shows when later lines were cut off."""

    number: int
    seal: str


@dataclass(frozen=True, kw_only=True)
class Only:
    """Which lines are meant: of these kinds, people, units and things (None: of all), older than line `below`.

    They are from `since` on and before `until`.
    """

    kinds: Collection[str] | None = None
    people: Collection[str] | None = None
    units: Collection[str] | None = None
    things: Collection[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    below: int | None = None


def who_runs() -> str:
    """Whoever runs a command of the installation, as the log names them."""
    return f"{getpass.getuser()} on the server"


def record_deed(store: Engine, deed: Deed, *, now: datetime | None = None) -> Entry:
    """Add a line. Raises NotKept."""
    try:
        with writing(store) as connection:
            return add_deed(connection, deed, now=now)
    except (SQLAlchemyError, OSError) as error:
        raise NotKept.of(error, where="audit log") from error


def add_deed(connection: Connection, deed: Deed, *, now: datetime | None = None) -> Entry:
    """Add a line within somebody's transaction: it is kept if what it tells of is kept."""
    if connection.dialect.name != "sqlite":
        # The next line is sealed with this one: they are written one by one. Readers do not wait.
        connection.exec_driver_sql(f"lock table {_TABLE.name} in exclusive mode")
    newest = connection.execute(_NEWEST).first()
    said = {
        **usable(_TABLE, {name: _kept(name, getattr(deed, name)) for name in _SAID}),
        "number": newest.number + 1 if newest else 1,
        "at": (now or datetime.now(UTC)).astimezone(UTC),
        "before": newest.seal if newest else FIRST_SEAL,
    }
    entry = {**said, "seal": seal_of(said)}
    connection.execute(_TABLE.insert(), entry)
    return Entry(**entry)


def tells(kind: Kind, thing: Callable[[Row], str], unit: str) -> Callable[[Connection, Row], None]:
    """For `Journal.append_all`: each row that is kept is told in the log too, `unit` names its column of the unit."""

    def also(connection: Connection, row: Row) -> None:
        deed = Deed(
            kind=kind,
            person=row["person"],
            person_role=row["person_role"],
            thing=thing(row),
            unit_id=row[unit],
            release=row["release"],
        )
        add_deed(connection, deed, now=row["entered_at"])

    return also


def entries(store: Engine, only: Only | None = None, *, most: int | None = None) -> list[Entry]:
    """Lines of the log, the newest first. Raises NotRead."""
    wanted = select(_TABLE).where(*_conditions(only or Only())).order_by(_TABLE.c.number.desc()).limit(most)
    return [_ENTRY(row) for row in rows_of(store, wanted)]


def each_entry(store: Engine, only: Only) -> Iterator[Entry]:
    """The same lines one by one, the oldest first: a log can be longer than what fits into memory. Raises NotRead."""
    wanted = select(_TABLE).where(*_conditions(only)).order_by(_TABLE.c.number)
    try:
        with store.connect() as connection:
            for row in connection.execute(wanted.execution_options(yield_per=_AT_ONCE)).mappings():
                yield _ENTRY(named(row))
    except SQLAlchemyError as error:
        raise NotRead(error) from error


def _conditions(only: Only) -> Iterator[ColumnElement[bool]]:
    for column, values in (
        (_TABLE.c.kind, only.kinds),
        (_TABLE.c.person, only.people),
        (_TABLE.c.unit_id, only.units),
        (_TABLE.c.thing, only.things),
    ):
        if values is not None:
            yield column.in_(values)
    if only.since is not None:
        yield _TABLE.c.at >= only.since
    if only.until is not None:
        yield _TABLE.c.at < only.until
    if only.below is not None:
        yield _TABLE.c.number < only.below


def head(store: Engine) -> Head | None:
    """The newest line; None of an empty log. Raises NotRead."""
    found = rows_of(store, _NEWEST)
    return Head(found[0]["number"], found[0]["seal"]) if found else None


def kind_of(store: Engine, number: int) -> str | None:
    """Of what kind a line is; None where there is none. Raises NotRead."""
    found = rows_of(store, select(_TABLE.c.kind).where(_TABLE.c.number == number))
    return str(found[0]["kind"]) if found else None


def findings(store: Engine, heads: Iterable[Head] = ()) -> list[str]:
    """What is wrong with the log, a sentence each: lines changed, put in or taken out, also at its end.

    `heads` are newest lines as they were kept elsewhere. Raises NotRead.
    """
    kept = {one.number: one.seal for one in heads}
    try:
        with store.connect() as connection:
            return list(_findings(connection, kept))
    except SQLAlchemyError as error:
        raise NotRead(error) from error


def _findings(connection: Connection, kept: dict[int, str]) -> Iterator[str]:
    number, seal = _purged_until(connection)
    # What was purged can be held against nothing any more, but for its last line.
    wanted = {one: kept_seal for one, kept_seal in kept.items() if one >= number}
    if wanted.pop(number, seal) != seal:
        yield f"line {number}, the last that was purged, is another than the one that was kept outside the database"
    rows = connection.execute(select(_TABLE).order_by(_TABLE.c.number).execution_options(yield_per=_AT_ONCE))
    for row in rows.mappings():
        entry = named(row)
        if entry["number"] != number + 1:
            yield f"line {number + 1} is missing" + (
                f", and those up to {entry['number'] - 1}" if entry["number"] > number + 2 else ""
            )
        elif entry["before"] != seal:
            yield f"line {entry['number']} does not follow the line before it"
        if seal_of(entry) != entry["seal"]:
            yield f"line {entry['number']} is not as it was written"
        if wanted.pop(entry["number"], entry["seal"]) != entry["seal"]:
            yield f"line {entry['number']} is another than the one that was kept outside the database"
        number, seal = entry["number"], entry["seal"]
    if wanted:
        yield f"the log ends at line {number}, but line {max(wanted)} has been seen"


def purged(number: int, seal: str) -> str:
    """What the line of a purge keeps of the last line that went, as its `thing`."""
    return f"{_PURGED}{number} {seal}"


def _purged_until(connection: Connection) -> tuple[int, str]:
    """The last line that a purge took away, and its seal; what the first line is sealed with where none did.

    The log must begin with the line after it: else lines are missing of which no purge tells.
    """
    told = select(_TABLE.c.thing).where(_TABLE.c.kind == "purge", _TABLE.c.thing.startswith(_PURGED))
    first = connection.scalar(select(_TABLE.c.number).order_by(_TABLE.c.number).limit(1)) or 1
    for thing in connection.scalars(told):
        number, _, seal = thing.removeprefix(_PURGED).partition(" ")
        if number.isdecimal() and int(number) == first - 1:
            return int(number), seal
    return 0, FIRST_SEAL


def seal_of(said: dict[str, Any]) -> str:
    """The seal over what a line says, its number, its moment and the seal before."""
    content = [said["number"], said["at"].isoformat(timespec="microseconds"), said["before"]]
    content += [said[name] for name in _SAID]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _kept(name: str, value: str) -> str:
    """What of a text can be kept: whatever somebody sent, that they were refused is written down."""
    column = _TABLE.c[name].type
    most = (column.length if isinstance(column, String) else None) or MOST_LETTERS
    clean = "".join(letter if letter.isprintable() else " " for letter in value).strip()
    return clean[:most].strip() or ("nobody" if name == "person" else "")


_SAID = tuple(field.name for field in fields(Deed))
_ENTRY = plain(Entry)
