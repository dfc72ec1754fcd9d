"""What a question runs on: a cursor that has entered a scope, which takes a third of its time, and a watch over it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from duckdb import DuckDBPyConnection, Error

from dashboard.scoped_views import ScopedViews


class Cursors:
    """Cursors of one open release; safe to share between threads. Each is one question's alone while it runs."""

    def __init__(self, connection: DuckDBPyConnection, views: ScopedViews, *, most_idle: int = 32) -> None:
        self._connection, self._views, self._most_idle = connection, views, most_idle
        self._idle: list[tuple[tuple[str, ...], DuckDBPyConnection]] = []  # last used, last in
        self._lock = threading.Lock()

    @contextmanager
    def entered(self, units: tuple[str, ...]) -> Iterator[DuckDBPyConnection]:
        """A cursor that sees what belongs to `units`. One on which anything went wrong is not used again."""
        cursor = self._idle_one(units) or self._new_one(units)
        try:
            yield cursor
        except BaseException:
            cursor.close()
            raise
        self._keep(units, cursor)

    def _idle_one(self, units: tuple[str, ...]) -> DuckDBPyConnection | None:
        with self._lock:
            found = next((at for at, (of, _) in enumerate(self._idle) if of == units), None)
            return None if found is None else self._idle.pop(found)[1]

    def _new_one(self, units: tuple[str, ...]) -> DuckDBPyConnection:
        cursor = self._connection.cursor()
        try:
            self._views.enter(cursor, units)
        except BaseException:
            cursor.close()
            raise
        return cursor

    def _keep(self, units: tuple[str, ...], cursor: DuckDBPyConnection) -> None:
        with self._lock:
            self._idle.append((units, cursor))
            left = [self._idle.pop(0)[1] for _ in self._idle[self._most_idle :]]
        for unused in left:
            unused.close()


@contextmanager
def watched(cursor: DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt a question that is not over in time; afterwards nobody watches the cursor any more."""
    is_over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(cursor, seconds, is_over), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()


def _watch(cursor: DuckDBPyConnection, seconds: float, is_over: threading.Event) -> None:
    """Interrupt again and again: what comes between two statements is lost."""
    while not is_over.wait(seconds):
        with suppress(Error):  # the question was answered in the same instant
            cursor.interrupt()
