"""The one door to the published figures: the only reader of DuckDB.

A release is attached read-only to a DuckDB in memory that is then locked: no files, no extensions, no settings. Every
question runs on a cursor that is its alone and has entered the scope of the one who asks; the names it uses are views
already cut to that scope.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from dashboard.answers import Answers
from dashboard.cursors import Cursors, watched
from dashboard.observing.counted import answer_seconds, from_memory, from_release
from dashboard.plain_select import objection
from dashboard.releases import DoorProblem, Release, current_release_id, read_release
from dashboard.scoped_views import WHOLE_MUNICIPALITY, ScopedViews
from pipelines.home import open_home
from pipelines.manifest import RELEASE_FILE

__all__ = ["Door", "DoorProblem", "Parameter", "Release", "Scope", "Warehouse", "open_warehouse"]

Parameter = str | int | bool | None | tuple[str, ...]
RELEASES_HELD = 3  # the one that is served, and those that a page or a download began with
_LOCK = ("set enable_external_access = false", "set lock_configuration = true")


@dataclass(frozen=True)
class Scope:
    """The units a person may see, with everything below them; sorted, so that equal scopes are equal keys."""

    roots: tuple[str, ...] = ()

    @classmethod
    def of(cls, units: tuple[str, ...] | list[str] | set[str]) -> Scope:
        return cls(tuple(sorted(set(units))))

    @property
    def is_whole_municipality(self) -> bool:
        return WHOLE_MUNICIPALITY in self.roots


@dataclass
class _OpenRelease:
    """A locked DuckDB on one release; closed when no question runs on it any more."""

    release: Release
    connection: duckdb.DuckDBPyConnection
    cursors: Cursors
    served: frozenset[str]
    meanings: dict[tuple[str, str], str]
    columns: dict[str, dict[str, str]]
    accepted: set[str] = field(default_factory=set)
    questions: int = 0


class Warehouse:
    """The releases in one folder. Safe to share between threads; one for a process."""

    def __init__(
        self,
        releases: Path,
        *,
        memory_limit: str = "1GB",
        threads: int = 2,
        seconds: float = 20.0,
        answers: int = 4_000,
        answers_megabytes: int = 256,
    ) -> None:
        self._releases, self._memory_limit, self._threads, self._seconds = releases, memory_limit, threads, seconds
        self._open: dict[str, _OpenRelease] = {}
        self._lock = threading.RLock()
        self._answers = Answers(entries=answers, megabytes=answers_megabytes)
        self._spill = Path(tempfile.mkdtemp(prefix="pejling-door-"))
        weakref.finalize(self, shutil.rmtree, self._spill, ignore_errors=True)

    @property
    def releases(self) -> Path:
        """The folder of the releases."""
        return self._releases

    def current(self) -> str:
        """The id of the release that is served now. Raises DoorProblem."""
        return current_release_id(self._releases)

    def door(self, scope: Scope, release: str | None = None) -> Door:
        """A door to one release (the current one), for one scope. Hold it for as long as one page is drawn."""
        with self._using(release or self.current()) as opened:
            return Door(self, opened.release, scope)

    def query(
        self, sql: str, parameters: Mapping[str, Parameter], scope: Scope, release: str | None = None
    ) -> pl.DataFrame:
        """The rows of one SELECT over the mart names, cut to `scope`. Raises DoorProblem."""
        release_id = release or self.current()
        typed = tuple((name, type(value).__name__, value) for name, value in sorted(parameters.items()))
        key = (release_id, scope, sql, typed)
        frame = self._answers.get(key)
        if frame is not None:
            from_memory.inc()
            return frame
        with self._using(release_id) as opened, answer_seconds.time():
            frame = self._ask(opened, sql, parameters, scope)
        from_release.inc()
        self._answers.put(key, frame)
        return frame

    def meaning(self, release: str, table: str, column: str) -> str | None:
        """The comment on a published column: the definition on its figure card."""
        with self._using(release) as opened:
            return opened.meanings.get((table, column))

    def columns(self, release: str) -> Mapping[str, Mapping[str, str]]:
        """The tables that are served, with their columns in order and their types: who may see rows is not asked."""
        with self._using(release) as opened:
            return opened.columns

    def close(self) -> None:
        with self._lock:
            for opened in self._open.values():
                opened.connection.close()
            self._open.clear()

    def _ask(self, opened: _OpenRelease, sql: str, parameters: Mapping[str, Parameter], scope: Scope) -> pl.DataFrame:
        try:
            with opened.cursors.entered(scope.roots) as cursor, watched(cursor, self._seconds):
                return _answer(cursor, opened, sql, parameters)
        except duckdb.InterruptException as error:
            raise DoorProblem(
                "too_slow", f"the question took longer than {self._seconds:g} s", where=opened.release.id,
                remedy="ask for fewer rows",
            ) from error  # fmt: skip
        except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException) as error:
            raise _damaged(self._releases / opened.release.id / RELEASE_FILE, error) from error

    @contextmanager
    def _using(self, release_id: str) -> Iterator[_OpenRelease]:
        with self._lock:
            opened = self._open.pop(release_id, None) or self._attach(release_id)
            self._open[release_id] = opened  # last used, last in
            opened.questions += 1
            self._close_unused()
        try:
            yield opened
        finally:
            with self._lock:
                opened.questions -= 1

    def _close_unused(self) -> None:
        for release_id in list(self._open)[:-RELEASES_HELD]:
            if not self._open[release_id].questions:
                self._open.pop(release_id).connection.close()

    def _attach(self, release_id: str) -> _OpenRelease:
        release = read_release(self._releases, release_id)
        path = self._releases / release_id / RELEASE_FILE
        connection = duckdb.connect()
        try:
            self._prepare(connection, path)
            columns = _read_columns(connection)
            views = ScopedViews(connection, "release", columns)
            served = _serve(views, release, columns)
            meanings = _read_meanings(connection)
            for statement in _LOCK:
                connection.execute(statement)
        except duckdb.Error as error:
            connection.close()
            raise _damaged(path, error) from error
        shown = {table: columns[table] for table in sorted(served)}
        return _OpenRelease(release, connection, Cursors(connection, views), served, meanings, shown)

    def _prepare(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        connection.execute(f"set memory_limit = '{self._memory_limit}'")
        connection.execute(f"set threads = {self._threads}")
        connection.execute(f"set temp_directory = {_text(self._spill)}")
        connection.execute("set autoinstall_known_extensions = false")
        connection.execute("set autoload_known_extensions = false")
        connection.execute(f"attach {_text(path)} as release (read_only)")


@dataclass(frozen=True)
class Door:
    """One person's way into one release."""

    warehouse: Warehouse
    release: Release
    scope: Scope

    def rows(self, sql: str, **parameters: Parameter) -> pl.DataFrame:
        """The answer to one SELECT with named parameters (`$unit_id`). Raises DoorProblem."""
        return self.warehouse.query(sql, parameters, self.scope, self.release.id)

    def meaning(self, table: str, column: str) -> str | None:
        """What a column means, in the words of its figure card."""
        return self.warehouse.meaning(self.release.id, table, column)

    def columns(self) -> Mapping[str, Mapping[str, str]]:
        """Every table that is served and its columns with their types."""
        return self.warehouse.columns(self.release.id)


def open_warehouse() -> Warehouse:
    """The warehouse of this process's installation (PEJLING_HOME, PEJLING_SETTINGS). Raises WrongUse."""
    home = open_home()
    if home.releases not in _warehouses:
        serving = home.municipality.serving
        _warehouses[home.releases] = Warehouse(
            home.releases,
            memory_limit=f"{serving.memory_mb}MB",
            threads=serving.threads,
            seconds=serving.seconds,
            answers_megabytes=serving.answers_mb,
        )
    return _warehouses[home.releases]


_warehouses: dict[Path, Warehouse] = {}


def _refuse_unless_plain(cursor: duckdb.DuckDBPyConnection, opened: _OpenRelease, sql: str) -> None:
    if sql in opened.accepted:
        return
    reason = objection(cursor, sql, opened.served)
    if reason:
        raise DoorProblem("refused", reason, where="the question", remedy="ask one SELECT over the mart names")
    if len(opened.accepted) < 1_000:
        opened.accepted.add(sql)


def _answer(
    cursor: duckdb.DuckDBPyConnection, opened: _OpenRelease, sql: str, parameters: Mapping[str, Parameter]
) -> pl.DataFrame:
    _refuse_unless_plain(cursor, opened, sql)
    bound = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}
    frame: pl.DataFrame = cursor.sql(sql, params=bound).pl()
    return frame


def _read_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Every table of the release: its columns in order, with their types."""
    columns: dict[str, dict[str, str]] = {}
    found = """
        select table_name, column_name, data_type from duckdb_columns()
        where database_name = 'release' order by table_name, column_index
    """
    for table, column, type_ in connection.execute(found).fetchall():
        columns.setdefault(table, {})[column] = type_
    return columns


def _serve(views: ScopedViews, release: Release, columns: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """Serve each table of the release that can be cut to a scope; their names."""
    tables = ((table, published.scope) for table, published in release.tables.items() if table in columns)
    return frozenset(table for table, scope_kind in tables if views.add(table, scope_kind, columns[table]))


def _read_meanings(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    found = "select table_name, column_name, comment from duckdb_columns() where database_name = 'release'"
    return {(table, column): text for table, column, text in connection.execute(found).fetchall() if text}


def _damaged(path: Path, error: duckdb.Error) -> DoorProblem:
    first_line = str(error).splitlines()[0]
    return DoorProblem("damaged", f"the release cannot be read ({first_line})", where=str(path), remedy="publish again")


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
