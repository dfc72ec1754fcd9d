"""The store's database: SQLite beside the releases, or another one by its URL."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from pipelines.home import Home, open_home
from pipelines.problems import Problem, WrongUse

URL_SETTING = "PEJLING_STORE_URL"  # in the environment: it may hold a password, which no settings file should
IS_WRITING = "pejling_is_writing"
_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_MILLISECONDS = 10_000

_open: dict[str, Engine] = {}
_lock = threading.Lock()


def open_store(home: Home | None = None) -> Engine:
    """The store of an installation (this process's one), its tables up to date; opened once a process.

    Raises WrongUse for a URL that cannot be used, Problem when the database refuses.
    """
    home = home or open_home()
    url = store_url(home)
    key = url.render_as_string(hide_password=False)
    with _lock:
        if key not in _open:
            _open[key] = _opened(home, url)
        return _open[key]


def store_url(home: Home) -> URL:
    """Where the store is: PEJLING_STORE_URL, else `store/pejling.db` in the home."""
    given = os.environ.get(URL_SETTING)
    if not given:
        return URL.create("sqlite", database=str(home.folder / "store" / "pejling.db"))
    try:
        return make_url(given)
    except ArgumentError as error:
        raise WrongUse(
            "the address of the store cannot be read", where=URL_SETTING, remedy="write it as database://user@host/name"
        ) from error


def migrate(home: Home | None = None) -> str:
    """Bring the store's tables up to date; the version that they are at. Raises as `open_store`."""
    home = home or open_home()
    engine = open_store(home)
    with engine.connect() as connection:
        return str(connection.exec_driver_sql("select version_num from alembic_version").scalar_one())


def _opened(home: Home, url: URL) -> Engine:
    where = url.render_as_string(hide_password=True)
    try:
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine, Path(url.database or ""))
        folder = home.folder / "store"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / "migrate.lock"):
            _bring_up_to_date(engine)
    except (NoSuchModuleError, ImportError) as error:
        raise WrongUse(
            f"there is no driver for that kind of database ({str(error).splitlines()[0]})",
            where=where,
            remedy=f"install its driver, or unset {URL_SETTING} to use the store in the home",
        ) from error
    except (SQLAlchemyError, OSError) as error:
        raise Problem(
            f"the store cannot be opened ({str(error).splitlines()[0]})",
            where=where,
            remedy="see that the database runs, that its disk has room and that it may be written",
        ) from error
    return engine


def _prepare_sqlite(engine: Engine, file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        # Transactions are begun below: Python's driver would begin them too late to keep two writers apart.
        connection.isolation_level = None
        for pragma in ("journal_mode = wal", "foreign_keys = on", f"busy_timeout = {_WAIT_MILLISECONDS}"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        is_writing = connection.get_execution_options().get(IS_WRITING)
        connection.exec_driver_sql("begin immediate" if is_writing else "begin")


def _bring_up_to_date(engine: Engine) -> None:
    # Alembic is needed when a store is opened, not when a page is drawn.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.execution_options(**{IS_WRITING: True}).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
