"""What a row of the table promises besides its own sentence: nothing else changes, and nothing is told too much."""

from __future__ import annotations

import hashlib
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import httpx2
from sqlalchemy import Engine, MetaData, inspect, select

from dashboard.access import demo_person, door_of
from dashboard.downloads import disposition
from dashboard.files.content import write_download
from dashboard.files.contents import CONTENTS
from dashboard.texts import Texts
from dashboard.warehouse import open_warehouse
from tests.login.installation import Installation, Visitor

_PASSING = {".writable", "pejling.lock"}
"""What every command leaves for a moment, or takes and lets go."""
_COUNTED = {"audit_entry", "alembic_version"}
"""Tables that an attack may add to: that it was tried is written down."""


def fingerprint(home: Path, *, without: tuple[str, ...] = ("inbox",)) -> dict[str, str]:
    """Every file of an installation, by the sum of what is in it, and every folder."""
    return {
        path.relative_to(home).as_posix(): _sum(path)
        for path in sorted(home.rglob("*"))
        if path.name not in _PASSING and path.relative_to(home).parts[0] not in without
    }


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"


def stored(store: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every table of the store with its columns and its rows, but for the log of what was tried."""
    tables = MetaData()
    tables.reflect(store)
    with store.connect() as connection:
        found = {
            name: [
                tuple(table.c.keys()),
                *sorted((tuple(row) for row in connection.execute(select(table))), key=repr),
            ]
            for name, table in tables.tables.items()
            if name not in _COUNTED
        }
    assert set(found) == set(inspect(store).get_table_names()) - _COUNTED
    return found


def is_one_sentence(told: str) -> bool:
    """Whether it is words for a person: one line, nothing of the program."""
    words = told.strip()
    is_line = "\n" not in words and words.isprintable()
    return is_line and 10 < len(words) < 700 and not any(sign in words for sign in ("Traceback", "Error(", "  File "))


@contextmanager
def in_one_gigabyte() -> Iterator[None]:
    """What runs within may take a gigabyte more than this process holds; where the platform has no bounds, all."""
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415 -- not everywhere

    held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    bounds = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (held + (1 << 30), bounds[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, bounds)


def assert_refused(answer: httpx2.Response, visitor: Visitor) -> None:
    """Nobody was let in: a page with one sentence, without a key, and nothing of what was sent in it."""
    assert answer.status_code == 403
    (sentence,) = re.findall(r"<h1>[^<]+</h1><p>([^<]+)</p>", answer.text)
    assert is_one_sentence(unescape(sentence))
    assert answer.headers["Cache-Control"] == "no-store"
    assert not visitor.key
    assert visitor.get("/").status_code == 303


_LEADING_OUT = rb"<f[ >]|<hyperlink|TargetMode=.External|<img src=x"


def assert_only_texts(kind: str, path: Path, filters: dict[str, object], person: str = "controller") -> None:
    """A file of the demo that a person takes home: harmful texts are in it; none is a formula or leads out of it."""
    who = demo_person(open_warehouse(), person)
    name = write_download(path, CONTENTS[kind], who, door_of(who), Texts("da"), filters)
    assert disposition(name).isprintable()
    with zipfile.ZipFile(path) as parts:
        whole = {part: parts.read(part) for part in parts.namelist()}
    assert any(b"onerror=alert(1)" in xml for xml in whole.values()), "what is not there proves nothing"
    assert not [part for part in whole if "externalLink" in part or "vba" in part.lower()]
    assert {part: found for part, xml in whole.items() if (found := re.findall(_LEADING_OUT, xml))} == {}


@contextmanager
def nothing_but(installation: Installation, *logged: str) -> Iterator[None]:
    """The store is as it was, but for refused logins in the log, which say no more than these words."""
    before, told = stored(installation.store), len(installation.audit())
    yield
    assert installation.audit()[told:] == [("login_refused", "nobody", words) for words in logged]
    assert stored(installation.store) == before
