"""Which files for analysts somebody may take home: those of scopes that they see as a whole, in a role that may.

Asked anew each time that a list is drawn or a file is fetched. A scope is looked for among those that there are, so
nothing of an address becomes a path.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboard.access import may_take
from dashboard.deeds import note_download
from dashboard.person import Person
from dashboard.warehouse import Door
from pipelines.analyst_file import DATABASE, DICTIONARY, EXAMPLES, PARQUET_ZIP, ScopeFacts
from pipelines.analyst_files import facts_of, folder_of
from pipelines.home import open_home

__all__ = [
    "DATABASE",
    "DICTIONARY",
    "EXAMPLES",
    "PARQUET_ZIP",
    "THING",
    "File",
    "ScopeFacts",
    "find",
    "note",
    "offered",
]

THING = "analyst_files"
"""What the files are called in the table of rules and in the audit log."""


@dataclass(frozen=True)
class File:
    """A file that may be given: where it lies, how long it is, and the mark of its content."""

    path: Path
    bytes: int
    sha256: str


def offered(person: Person, door: Door) -> list[ScopeFacts]:
    """The scopes of the door's release whose files the person may take, the whole municipality first."""
    if not may_take(person, THING):
        return []
    there = facts_of(open_home().analysts, door.release.id).values()
    mine = [one for one in there if person.sees_everything or one.scope in person.units]
    return sorted(mine, key=lambda one: (-len(one.tables), one.name))


def find(person: Person, door: Door, scope: str, name: str) -> File | None:
    """One file of one scope, if it is the person's to take and lies there as it was made."""
    facts = next((one for one in offered(person, door) if one.scope == scope), None)
    if facts is None or name not in facts.files:
        return None
    known = facts.files[name]
    path = folder_of(open_home().analysts, door.release.id, scope) / name
    try:
        is_whole = path.stat().st_size == known.bytes and not path.is_symlink()
    except OSError:
        return None
    return File(path, known.bytes, known.sha256) if is_whole else None


def note(person: Person, door: Door, scope: str, name: str) -> None:
    """The person is about to get the file, or a part of it. Raises NotWrittenDown: then nobody gets it."""
    note_download(person, door, THING, {"unit": scope, "file": name}, is_in_parts=True)
