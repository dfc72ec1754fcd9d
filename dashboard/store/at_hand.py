"""The store as a page has it: there, or not just now, and then the page goes on without it.

A page asks `at_hand()` once, says what `trouble` it is in where there is one, reads through `read` and saves through
`save`. What is wrong is looked at every few seconds, not on every drawing.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from dashboard.store.database import NotOpened, open_store, store_url
from dashboard.store.journal import NotKept
from dashboard.store.reading import NotRead
from dashboard.store.sqlite_file import sqlite_file
from dashboard.store.troubles import Trouble, trouble_of
from pipelines.home import Home, open_home

P = ParamSpec("P")
T = TypeVar("T")

LOOKED_AT_FOR_SECONDS = 5.0
_LEAST_FREE_BYTES = 2 * 2**20
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AtHand:
    """The store, or None where it cannot even be read. While there is a `trouble`, nothing can be saved."""

    key: str
    engine: Engine | None
    trouble: Trouble | None

    def read(self, otherwise: T, ask: Callable[Concatenate[Engine, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `ask(store, …)` answers; `otherwise` where the store does not answer."""
        if self.engine is None:
            return otherwise
        try:
            return ask(self.engine, *args, **kwargs)
        except NotRead as problem:
            _log.warning("%s", problem)
            _note(self.key, AtHand(self.key, None, problem.trouble))
            return otherwise

    def save(self, record: Callable[Concatenate[Engine, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `record(store, …)` keeps. Raises as it does, and NotKept where the store is not there."""
        if self.engine is None:
            raise NotKept("the store is not there", where="store", trouble=self.trouble or "gone")
        try:
            kept = record(self.engine, *args, **kwargs)
        except NotKept as problem:
            _log.warning("%s", problem)
            if problem.trouble in ("read_only", "full"):
                _note(self.key, AtHand(self.key, self.engine, problem.trouble))
            else:
                _looked_at.pop(self.key, None)  # whoever asks next looks
            raise
        if self.trouble:
            _note(self.key, AtHand(self.key, self.engine, None))
        return kept


_looked_at: dict[str, tuple[float, AtHand]] = {}
_lock = threading.Lock()


def at_hand(home: Home | None = None) -> AtHand:
    """The installation's store as it was found within the last seconds. Raises WrongUse for a URL that is none."""
    home = home or open_home()
    key = store_url(home).render_as_string()
    if (found := _known(key)) is not None:
        return found
    # One looks; the others take what was found before, so that a database that is gone holds up nobody else.
    before = _looked_at.get(key)
    if not _lock.acquire(blocking=before is None) and before is not None:
        return before[1]
    try:
        found = _known(key) or _look(home, key)
        _note(key, found)
        return found
    finally:
        _lock.release()


def forget() -> None:
    """Look anew at the next question."""
    _looked_at.clear()


def _known(key: str) -> AtHand | None:
    when, found = _looked_at.get(key, (0.0, None))
    return found if time.monotonic() - when < LOOKED_AT_FOR_SECONDS else None


def _note(key: str, found: AtHand) -> None:
    _looked_at[key] = (time.monotonic(), found)


def _look(home: Home, key: str) -> AtHand:
    try:
        engine = open_store(home)
    except NotOpened as problem:
        _log.warning("%s", problem)
        return AtHand(key, None, problem.trouble)
    try:
        return AtHand(key, engine, _trouble(engine))
    except SQLAlchemyError as error:
        _log.warning("the store does not answer: %s", error)
        return AtHand(key, None, trouble_of(error))


def _trouble(engine: Engine) -> Trouble | None:
    """What would keep a change from being saved; raises SQLAlchemyError where the database cannot be read either."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            is_read_only = connection.exec_driver_sql("show transaction_read_only").scalar() == "on"
        return "read_only" if is_read_only else None
    file = sqlite_file(engine.url)
    if file and file.parent.is_dir() and shutil.disk_usage(file.parent).free < _LEAST_FREE_BYTES:
        return "full"
    with engine.connect() as connection:
        connection.exec_driver_sql("select count(*) from sqlite_schema")
        connection.rollback()
        return _trouble_of_writing(connection)


def _trouble_of_writing(connection: Connection) -> Trouble | None:
    """Whether SQLite would let somebody write, without waiting for those who do."""
    wait = connection.exec_driver_sql("pragma busy_timeout").scalar()
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101
    driver.rollback()
    driver.execute("pragma busy_timeout = 0")
    try:
        driver.execute("begin immediate")
        driver.execute("pragma user_version = 0")  # what it is: the first write is where a file refuses
    except sqlite3.Error as error:
        found = trouble_of(DBAPIError("begin immediate", None, error))
        return None if found == "busy" else found
    finally:
        driver.rollback()
        driver.execute(f"pragma busy_timeout = {wait}")
    return None
