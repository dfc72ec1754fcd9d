"""The store's database: SQLite beside the releases, or PostgreSQL by its URL."""

from __future__ import annotations

import os
import threading
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from dashboard.store.schema import bring_up_to_date, version_of, versions
from dashboard.store.sqlite_file import sqlite_file
from dashboard.store.troubles import REMEDIES, Trouble, told, trouble_of
from dashboard.store.writing import IS_WRITING, WAIT_SECONDS
from pipelines.environment import value_of
from pipelines.home import Home, open_home
from pipelines.problems import Problem, WrongUse

URL_SETTING = "PEJLING_STORE_URL"  # in the environment: it may hold a password, which no settings file should
_WAIT_MILLISECONDS = int(WAIT_SECONDS * 1000)

# PostgreSQL writes side by side; more of them at once than this only wait for each other.
_CONNECTIONS, _MORE_CONNECTIONS = 10, 10
_CONNECT_SECONDS = 3

_open: dict[str, Engine] = {}
_lock = threading.Lock()


class NotOpened(Problem):
    """The store's database cannot be used. `trouble` says of what kind it is."""

    def __init__(self, what: str, *, where: str, remedy: str, trouble: Trouble) -> None:
        self.trouble: Trouble = trouble
        super().__init__(what, where=where, remedy=remedy)


def open_store(home: Home | None = None) -> Engine:
    """The store of an installation (this process's one), its tables up to date; opened once a process.

    Raises WrongUse for a URL that cannot be used, NotOpened when the database refuses.
    """
    home = home or open_home()
    url = store_url(home)
    key = url.render_as_string(hide_password=False)
    with _lock:
        if key not in _open:
            opened = _opened(home, url)
            if not _is_frozen(opened):
                _open[key] = opened
            return opened
        return _open[key]


def close_stores() -> None:
    """Let go of every connection of this process; the next question opens what it needs."""
    with _lock:
        for engine in _open.values():
            engine.dispose()
        _open.clear()


def store_url(home: Home) -> URL:
    """Where the store is: PEJLING_STORE_URL, else `store/pejling.db` in the home. Raises WrongUse."""
    given = value_of(URL_SETTING)
    if not given:
        return URL.create("sqlite", database=str(home.folder / "store" / "pejling.db"))
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise WrongUse(
            "the address of the store cannot be read", where=URL_SETTING, remedy="write it as database://user@host/name"
        ) from error
    # The driver that is in the lock, whichever way the address is written.
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgres", "postgresql"} else url


def migrate(home: Home | None = None) -> str:
    """Bring the store's tables up to date; the version that they are at. Raises as `open_store`."""
    with open_store(home).connect() as connection:
        return version_of(connection) or ""


def store_to_restore(home: Home) -> Engine:
    """The store's database whatever is in it, its tables as they are: to be looked at, or restored into."""
    url = store_url(home)
    _make_room(url)
    return engine_of(url)


def engine_of(url: URL) -> Engine:
    """An engine for the database, set as the store needs it; nothing is asked yet. Raises WrongUse."""
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite(url)
        return _postgresql(url)
    except (NoSuchModuleError, ImportError) as error:
        raise WrongUse(
            f"there is no driver for that kind of database ({told(error)})",
            where=url.render_as_string(hide_password=True),
            remedy=f"use SQLite or PostgreSQL, or unset {URL_SETTING} to use the store in the home",
        ) from error


def _opened(home: Home, url: URL) -> Engine:
    engine = engine_of(url)
    try:
        _make_room(url)
        bring_up_to_date(engine, home.folder / "store" / "migrate.lock")
    except Problem:
        engine.dispose()
        raise
    except (SQLAlchemyError, OSError) as error:
        engine.dispose()
        if frozen := _frozen(url):
            return frozen
        trouble = trouble_of(error)
        raise NotOpened(
            f"the store cannot be opened ({told(error)})",
            where=url.render_as_string(hide_password=True),
            remedy=REMEDIES[trouble],
            trouble=trouble,
        ) from error
    return engine


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url,
        # A connection that died while nobody used it is replaced before it is used.
        pool_pre_ping=True,
        pool_size=_CONNECTIONS,
        max_overflow=_MORE_CONNECTIONS,
        pool_timeout=WAIT_SECONDS,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "options": f"-c lock_timeout={_WAIT_MILLISECONDS}"},
    )


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, pool_timeout=WAIT_SECONDS)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        # Transactions are begun below: Python's driver would begin them too late to keep two writers apart.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {_WAIT_MILLISECONDS}",
            "journal_mode = wal",
            "synchronous = normal",  # the log is flushed in writing.py, once for all who wait
            "foreign_keys = on",
        ):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        is_writing = connection.get_execution_options().get(IS_WRITING)
        connection.exec_driver_sql("begin immediate" if is_writing else "begin")

    return engine


def _make_room(url: URL) -> None:
    """A folder for the database that SQLite is about to make."""
    if file := sqlite_file(url):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _is_frozen(engine: Engine) -> bool:
    return "immutable" in engine.url.query


def _frozen(url: URL) -> Engine | None:
    """The SQLite file on a disk that cannot be written, for reading; None where it cannot be read either.

    Its write-ahead log would have to be made; without one, and where nobody can write, the file is whole as it lies.
    """
    file = sqlite_file(url)
    if file is None or not file.is_file():
        return None
    log = file.with_name(f"{file.name}-wal")
    if log.exists() and log.stat().st_size:
        return None
    if os.access(file.parent, os.W_OK) and os.access(file, os.W_OK):
        return None
    engine = engine_of(url.set(database=file.resolve().as_uri(), query={"immutable": "1", "uri": "true"}))
    try:
        with engine.connect() as connection:
            return engine if version_of(connection) == versions()[-1] else None
    except (OperationalError, Problem):
        return None
